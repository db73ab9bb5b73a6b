package io.jenkins.plugins.deployworkload.workload.image;

/**
 * How an image is referenced. A digest always identifies the same image. A tag identifies the image that was last
 * pushed with this tag.
 */
public enum ImageReferenceType {
    digest,
    tag
}
