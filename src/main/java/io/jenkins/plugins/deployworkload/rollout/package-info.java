/**
 * Applies objects, watches until they truly run, and says what happened. Takes Kubernetes objects and values, gives events
 * and a result; holds no thread while it waits, and polls nothing. Begin with {@link
 * io.jenkins.plugins.deployworkload.rollout.RolloutEngine}.
 */
package io.jenkins.plugins.deployworkload.rollout;
