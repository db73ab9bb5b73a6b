package io.jenkins.plugins.deployworkload.workload.image;

/** A place to search for the output of the running build. The names of the constants are the values in descriptions. */
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
