/** The data classes of a rollout: requests, options, events, results, checkpoints and findings. */
package io.jenkins.plugins.deployworkload.rollout.model;
