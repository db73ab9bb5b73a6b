package io.jenkins.plugins.deployworkload.workload.image;

/** How an image is referenced: a digest always identifies the same image, a tag the one that was pushed last. */
public enum ImageReferenceType {
    digest,
    tag
}
