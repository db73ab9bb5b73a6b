package io.jenkins.plugins.deployworkload.workload.image;

/** By what an image is named: the digest is always the same image, a tag is whatever was pushed last. */
public enum ImageReferenceType {
    digest,
    tag
}
