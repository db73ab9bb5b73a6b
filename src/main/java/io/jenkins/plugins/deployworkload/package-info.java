/**
 * The doors: the Pipeline step and the freestyle builder. They read parameters, go the one way (workload, image, manifest,
 * rollout, report), and turn the outcome into a build result.
 */
package io.jenkins.plugins.deployworkload;
