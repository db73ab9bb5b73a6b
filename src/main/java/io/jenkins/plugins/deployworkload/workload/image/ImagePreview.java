package io.jenkins.plugins.deployworkload.workload.image;

import hudson.ExtensionPoint;
import hudson.model.Item;
import hudson.util.FormValidation;

/** Shows in the form the image that an image source selects from the last build. */
public abstract class ImagePreview implements ExtensionPoint {

    /**
     * Searches the output of the last build.
     *
     * @param item a job that the user has permission to configure, or its multibranch project
     */
    public abstract FormValidation preview(Item item, BuiltImage source) throws InterruptedException;
}
