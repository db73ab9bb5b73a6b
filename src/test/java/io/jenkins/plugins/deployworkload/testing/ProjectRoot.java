package io.jenkins.plugins.deployworkload.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the root folder of the project. The standard build and the development kit (src/dev) run the tests in different
 * folders.
 */
public final class ProjectRoot {

    private ProjectRoot() {}

    public static Path path() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("Jenkinsfile"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
