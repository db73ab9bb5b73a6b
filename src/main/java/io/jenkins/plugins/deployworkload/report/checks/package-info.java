/** Publishes a check for each deployed application to the server of the source code, through the Checks API of Jenkins. */
package io.jenkins.plugins.deployworkload.report.checks;
