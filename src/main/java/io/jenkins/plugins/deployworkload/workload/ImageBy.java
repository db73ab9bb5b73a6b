package io.jenkins.plugins.deployworkload.workload;

/** By what an image is named: the digest is always the same image, a tag is whatever was pushed last. */
public enum ImageBy {
    digest,
    tag
}
