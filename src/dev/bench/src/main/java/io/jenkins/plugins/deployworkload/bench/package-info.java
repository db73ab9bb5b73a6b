/** Measures the engine on a real control plane, and kubectl doing the same beside it, in one run. */
package io.jenkins.plugins.deployworkload.bench;
