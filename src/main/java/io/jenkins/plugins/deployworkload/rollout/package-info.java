/**
 * Applies objects, watches until they are healthy, diagnoses why they are not, and rolls back. The input is Kubernetes
 * objects and options, the output is events and a result. Begin with {@link
 * io.jenkins.plugins.deployworkload.rollout.RolloutEngine}.
 */
package io.jenkins.plugins.deployworkload.rollout;
