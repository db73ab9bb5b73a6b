package io.jenkins.plugins.deployworkload.workload.image;

/** The build tools whose output has image references, and the images that this plugin deployed; named as in descriptions. */
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

    /** Whether the tool writes files with a known name. */
    boolean hasFiles() {
        return files;
    }

    /** Whether the log of a build contains the image reference of this tool. */
    boolean isInLog() {
        return log;
    }
}
