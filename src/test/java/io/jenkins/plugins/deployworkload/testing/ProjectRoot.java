package io.jenkins.plugins.deployworkload.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The project's files, whichever of its builds runs the tests. */
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
