package io.jenkins.plugins.deployworkload.workload.image;

import hudson.ExtensionPoint;
import hudson.model.Item;
import hudson.util.FormValidation;

/** Tells a form what an image source would have given last time; implemented where builds are known. */
public abstract class ImagePreview implements ExtensionPoint {

    /** @param item a job that the reader may configure, or what makes it, so that its outputs are no secret to them */
    public abstract FormValidation preview(Item item, BuiltImage wanted) throws InterruptedException;
}
