package io.jenkins.plugins.deployworkload.workload.image;

/** The build tools whose output tells an image, and what this plugin has deployed, as they are called in descriptions. */
public enum ImageOutput {
    jib(true, true),
    buildx(true, false),
    bake(true, false),
    kaniko(true, false),
    buildah(true, true),
    springBoot(false, true),
    dockerBuild(false, true),
    dockerPush(false, true),
    buildkit(false, true),
    ko(true, true),
    pack(true, true),
    skaffold(true, false),
    rulesOci(true, false),
    deployed(false, false);

    private final boolean files;
    private final boolean log;

    ImageOutput(boolean files, boolean log) {
        this.files = files;
        this.log = log;
    }

    /** Whether its tool writes files that are found by their names. */
    boolean hasFiles() {
        return files;
    }

    /** Whether a build's log tells of it under this name. */
    boolean isInLog() {
        return log;
    }
}
