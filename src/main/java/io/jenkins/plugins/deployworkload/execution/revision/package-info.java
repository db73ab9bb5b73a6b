/** Deploys of stored revisions. */
package io.jenkins.plugins.deployworkload.execution.revision;
