/**
 * Reads image references from files and logs that build tools write. The code takes text and returns values, so it runs on
 * an agent, on the controller and without Jenkins. Entry points: {@link
 * io.jenkins.plugins.deployworkload.image.file.ImageFiles} for files, {@link
 * io.jenkins.plugins.deployworkload.image.log.ImageLog} for logs, {@link
 * io.jenkins.plugins.deployworkload.image.search.ImageChooser} to choose an image.
 */
package io.jenkins.plugins.deployworkload.image;
