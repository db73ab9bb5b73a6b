package io.jenkins.plugins.deployworkload.controlplane;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resources on the class path. */
final class ClasspathResources {

    private ClasspathResources() {}

    /** Reads a resource of this package. */
    static byte[] read(String name) {
        return read(ClasspathResources.class, name);
    }

    /** Reads a resource of the package of a class. */
    static byte[] read(Class<?> neighbor, String name) {
        try (InputStream in = neighbor.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing beside " + neighbor.getName());
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
