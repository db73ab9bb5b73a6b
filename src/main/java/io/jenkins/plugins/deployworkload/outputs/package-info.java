/**
 * Finds the image of a container in the outputs of builds: workspace, artifacts and log, also of builds of other jobs.
 */
package io.jenkins.plugins.deployworkload.outputs;
