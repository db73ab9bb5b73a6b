/** Measures the engine and kubectl with the same deploys on a real control plane, in one run. */
package io.jenkins.plugins.deployworkload.bench;
