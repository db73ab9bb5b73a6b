/**
 * Reads image references from files and logs that build tools write. The code does not depend on Jenkins, so it runs on
 * an agent as well as on the controller. Entry points: {@link io.jenkins.plugins.deployworkload.image.file.ImageFiles}
 * for files, {@link io.jenkins.plugins.deployworkload.image.log.ImageLog} for logs,
 * {@link io.jenkins.plugins.deployworkload.image.search.ImageChooser} for choosing an image.
 */
package io.jenkins.plugins.deployworkload.image;
