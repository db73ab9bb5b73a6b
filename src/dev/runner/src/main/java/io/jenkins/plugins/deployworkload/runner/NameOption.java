package io.jenkins.plugins.deployworkload.runner;

import picocli.CommandLine.Option;

/** The option with the name of an application. */
final class NameOption {

    @Option(names = "--name", description = "The name of the application that the manifests are.")
    private String name;

    /** Null if the option is missing. */
    String name() {
        return name;
    }
}
