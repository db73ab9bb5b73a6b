/**
 * Looks up the objects that a workload refers to before anything is applied, because the API server accepts an object
 * that refers to a missing object.
 */
package io.jenkins.plugins.deployworkload.rollout.preflight;
