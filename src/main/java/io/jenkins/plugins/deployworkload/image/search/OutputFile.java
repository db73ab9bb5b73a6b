package io.jenkins.plugins.deployworkload.image.search;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file to be read.
 *
 * @param realPath its real path, without links
 * @param path below the directory, as to be shown
 * @param outside whether it is in truth outside of the directory
 */
record OutputFile(Path realPath, String path, boolean outside) {

    /** What was put in the place of the file, or of a folder above it, since it was found is not read. */
    InputStream open() throws IOException {
        if (!realPath.toRealPath().equals(realPath)) {
            throw new NoSuchFileException(path);
        }
        return Files.newInputStream(realPath, LinkOption.NOFOLLOW_LINKS);
    }
}
