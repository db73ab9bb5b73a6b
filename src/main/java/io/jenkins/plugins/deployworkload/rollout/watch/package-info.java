/** Watches the objects of a rollout, aggregates their status, and waits for a verdict or the deadline. */
package io.jenkins.plugins.deployworkload.rollout.watch;
