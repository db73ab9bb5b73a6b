package io.jenkins.plugins.deployworkload.workload.image;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** The source of a container's image. */
public abstract sealed class ImageSource implements Describable<ImageSource>, Section
        permits ImageReference, BuiltImage, ImageFromRegistry {}
