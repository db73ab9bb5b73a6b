/** Removes applications: for the step {@code removeWorkload}, and when a job is deleted. */
package io.jenkins.plugins.deployworkload.execution.removal;
