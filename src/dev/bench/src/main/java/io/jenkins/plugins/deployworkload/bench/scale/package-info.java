/** Measures the engine beside a full cluster, with many deploys at once, and over hours with faults. */
package io.jenkins.plugins.deployworkload.bench.scale;
