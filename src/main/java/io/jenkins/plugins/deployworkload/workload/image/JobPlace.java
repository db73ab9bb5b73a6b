package io.jenkins.plugins.deployworkload.workload.image;

/** Where another job's build tells of its image. */
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
