/** Finds the image of a container in the outputs of builds: workspace, artifacts, log, or those of another job. */
package io.jenkins.plugins.deployworkload.outputs;
