package io.jenkins.plugins.deployworkload.controlplane;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** kwok stages: the behaviour of nodes and kubelets, one file per topic. */
final class Stages {

    /** The names are listed here because a class loader cannot list a directory of a jar. */
    static final List<String> FILES = List.of(
            "nodes.yaml",
            "pods.yaml",
            "readiness.yaml",
            "completion.yaml",
            "images.yaml",
            "failures.yaml",
            "logs.yaml",
            "deletion.yaml");

    private Stages() {}

    static List<Path> unpack(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : FILES) {
            files.add(ClasspathResources.unpack("stages/" + name, directory));
        }
        return files;
    }
}
