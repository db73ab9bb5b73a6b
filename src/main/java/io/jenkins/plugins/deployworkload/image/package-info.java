/**
 * Takes the image from what a build left behind: files that build tools write, and what they say in the log. Takes text and
 * gives values, so that the same code runs on an agent, on the controller and outside of Jenkins. Begin with {@link
 * io.jenkins.plugins.deployworkload.image.ImageFiles} or {@link io.jenkins.plugins.deployworkload.image.ImageLog}, and end
 * with {@link io.jenkins.plugins.deployworkload.image.Images}.
 */
package io.jenkins.plugins.deployworkload.image;
