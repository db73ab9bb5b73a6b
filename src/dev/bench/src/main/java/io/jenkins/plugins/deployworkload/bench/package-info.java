/** Measures the engine and other tools with the same deploys on a real control plane, in one run. */
package io.jenkins.plugins.deployworkload.bench;
