/** Watches the objects of a rollout, aggregates their status, and waits until they are healthy, have failed, or the deadline passes. */
package io.jenkins.plugins.deployworkload.rollout.watch;
