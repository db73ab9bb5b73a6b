package io.jenkins.plugins.deployworkload.workload.image;

/**
 * An output with image references: the output of a build tool, or the record of the images that this plugin deployed.
 * The names of the constants are the values in descriptions.
 */
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

    /** Whether the plugin knows the names of the files that the tool writes. */
    boolean hasFiles() {
        return files;
    }

    /** Whether the tool writes the image reference to the build log. */
    boolean isInLog() {
        return log;
    }
}
