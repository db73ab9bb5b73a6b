/**
 * Applies objects, watches until they are healthy, diagnoses why they are not, and rolls back. Takes Kubernetes objects
 * and values, emits events and a result. Begin with {@link io.jenkins.plugins.deployworkload.rollout.RolloutEngine}.
 */
package io.jenkins.plugins.deployworkload.rollout;
