package io.jenkins.plugins.deployworkload.workload.image;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** Where the image of a container comes from. */
public abstract sealed class ImageSource implements Describable<ImageSource>, Section
        permits ImageReference, BuiltImage {}
