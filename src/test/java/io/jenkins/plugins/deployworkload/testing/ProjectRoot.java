package io.jenkins.plugins.deployworkload.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the root folder of the project, for tests in the standard build and in the development kit. */
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
