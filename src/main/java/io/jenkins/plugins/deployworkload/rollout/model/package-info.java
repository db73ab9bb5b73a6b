/** The values of a rollout: requests, options, events, results, checkpoints, findings. */
package io.jenkins.plugins.deployworkload.rollout.model;
