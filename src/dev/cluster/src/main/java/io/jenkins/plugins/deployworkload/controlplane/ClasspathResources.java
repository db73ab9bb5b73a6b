package io.jenkins.plugins.deployworkload.controlplane;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resources of this package. */
final class ClasspathResources {

    private ClasspathResources() {}

    static byte[] read(String name) {
        try (InputStream in = ClasspathResources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing beside " + ClasspathResources.class.getName());
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a resource to a file of the same name in the directory. */
    static Path unpack(String name, Path directory) throws IOException {
        Path file = directory.resolve(name.substring(name.lastIndexOf('/') + 1));
        return Files.write(file, read(name));
    }
}
