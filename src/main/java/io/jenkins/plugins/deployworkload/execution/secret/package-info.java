/** Resolves the credentials of a workload's Secrets. Values stay in memory; only their hashes are stored. */
package io.jenkins.plugins.deployworkload.execution.secret;
