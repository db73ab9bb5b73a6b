/**
 * Looks up the objects that a workload refers to before anything is applied, because the apply itself accepts dangling
 * references.
 */
package io.jenkins.plugins.deployworkload.rollout.preflight;
