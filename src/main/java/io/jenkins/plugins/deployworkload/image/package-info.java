/**
 * Reads image references from the output of build tools: files and logs. Takes text and returns values, so the same code
 * runs on an agent, on the controller and outside of Jenkins. Begin with {@link
 * io.jenkins.plugins.deployworkload.image.file.ImageFiles} or {@link
 * io.jenkins.plugins.deployworkload.image.log.ImageLog}, and choose with {@link
 * io.jenkins.plugins.deployworkload.image.search.ImageChooser}.
 */
package io.jenkins.plugins.deployworkload.image;
