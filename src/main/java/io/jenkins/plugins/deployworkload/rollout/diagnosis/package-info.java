/**
 * Finds out why a workload does not run. Begin with {@link
 * io.jenkins.plugins.deployworkload.rollout.diagnosis.Diagnosis}; users read {@code docs/diagnosis.md}.
 */
package io.jenkins.plugins.deployworkload.rollout.diagnosis;
