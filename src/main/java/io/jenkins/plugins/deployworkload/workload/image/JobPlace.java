package io.jenkins.plugins.deployworkload.workload.image;

/**
 * A place to search for the image of another job's build. The names of the constants are the values in descriptions.
 */
public enum JobPlace implements ImagePlace {
    artifacts,
    log,
    deployed;

    @Override
    public boolean hasFiles() {
        return this == artifacts;
    }

    @Override
    public boolean holds(ImageOutput output) {
        return switch (this) {
            case artifacts -> output.hasFiles();
            case log -> output.isInLog();
            case deployed -> output == ImageOutput.deployed;
        };
    }
}
