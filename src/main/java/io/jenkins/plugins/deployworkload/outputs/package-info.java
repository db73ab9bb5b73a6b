/**
 * Finds the image of a container in the outputs of this build or of another job's build: in the workspace, the
 * artifacts or the log.
 */
package io.jenkins.plugins.deployworkload.outputs;
