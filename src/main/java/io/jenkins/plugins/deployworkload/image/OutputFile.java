package io.jenkins.plugins.deployworkload.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file to be read.
 *
 * @param file its real path, without links
 * @param path below the directory, as to be shown
 * @param linked whether it is in truth outside of the directory
 */
record OutputFile(Path file, String path, boolean linked) {

    /** What was put in the place of the file, or of a folder above it, since it was found is not read. */
    InputStream open() throws IOException {
        if (!file.toRealPath().equals(file)) {
            throw new NoSuchFileException(path);
        }
        return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    }
}
