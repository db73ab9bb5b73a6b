/** Compares the deployers with the ten example applications of the tests. */
package io.jenkins.plugins.deployworkload.bench.applications;
