/** The tools that the benchmark compares. */
package io.jenkins.plugins.deployworkload.bench.deployer;
