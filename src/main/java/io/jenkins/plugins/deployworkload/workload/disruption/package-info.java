/** The PodDisruptionBudget of a workload. */
package io.jenkins.plugins.deployworkload.workload.disruption;
