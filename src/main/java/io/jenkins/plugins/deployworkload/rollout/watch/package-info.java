/**
 * Watches the objects of a rollout, aggregates their status, and waits for the end of the rollout. The wait ends when
 * all objects are healthy, an object has failed, or the deadline has passed.
 */
package io.jenkins.plugins.deployworkload.rollout.watch;
