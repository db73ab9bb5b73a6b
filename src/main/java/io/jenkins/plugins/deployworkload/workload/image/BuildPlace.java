package io.jenkins.plugins.deployworkload.workload.image;

/** Where the output of the running build can be. */
public enum BuildPlace implements ImagePlace {
    workspace,
    artifacts,
    log;

    @Override
    public boolean hasFiles() {
        return this != log;
    }

    @Override
    public boolean holds(ImageOutput output) {
        return this == log ? output.isInLog() : output.hasFiles();
    }
}
