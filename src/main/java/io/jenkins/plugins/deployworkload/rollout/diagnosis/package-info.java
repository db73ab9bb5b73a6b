/**
 * Determines why a workload is not healthy. {@link io.jenkins.plugins.deployworkload.rollout.diagnosis.Diagnosis} runs
 * the detectors of the sub-packages; users read {@code docs/diagnosis.md}.
 */
package io.jenkins.plugins.deployworkload.rollout.diagnosis;
