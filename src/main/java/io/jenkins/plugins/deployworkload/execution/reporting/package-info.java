/** Keeps, shows and publishes the progress and the results of the deploys of a step. */
package io.jenkins.plugins.deployworkload.execution.reporting;
