/**
 * Reads image references from files and logs that build tools write. The code takes text and returns values, so it runs on
 * an agent, on the controller and without Jenkins. Entry points: {@link
 * io.jenkins.plugins.deployworkload.image.file.ImageFiles} and {@link
 * io.jenkins.plugins.deployworkload.image.log.ImageLog} read, {@link
 * io.jenkins.plugins.deployworkload.image.search.ImageChooser} chooses an image.
 */
package io.jenkins.plugins.deployworkload.image;
