package io.jenkins.plugins.deployworkload.image.search;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file to read.
 *
 * @param realPath the path with all links resolved
 * @param path the relative path, for messages
 * @param outside whether the real path is outside of the directory
 */
record OutputFile(Path realPath, String path, boolean outside) {

    /** Opens the file. This fails if the file or one of its parent folders was replaced by a link after the search. */
    InputStream open() throws IOException {
        if (!realPath.toRealPath().equals(realPath)) {
            throw new NoSuchFileException(path);
        }
        return Files.newInputStream(realPath, LinkOption.NOFOLLOW_LINKS);
    }
}
