/** Rules that involve several sections of a workload. */
package io.jenkins.plugins.deployworkload.workload.rules;
