package io.jenkins.plugins.deployworkload.workload;

/** The build tools whose output tells an image, and what this plugin has deployed, as they are called in descriptions. */
public enum ImageOutput {
    jib,
    buildx,
    bake,
    kaniko,
    buildah,
    springBoot,
    dockerBuild,
    dockerPush,
    buildkit,
    ko,
    pack,
    skaffold,
    rulesOci,
    deployed
}
