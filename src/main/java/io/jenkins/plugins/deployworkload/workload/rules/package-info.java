/** Checks across sections. */
package io.jenkins.plugins.deployworkload.workload.rules;
