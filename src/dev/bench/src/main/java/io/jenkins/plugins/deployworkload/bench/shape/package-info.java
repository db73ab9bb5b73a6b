/** The applications that the benchmark deploys. */
package io.jenkins.plugins.deployworkload.bench.shape;
