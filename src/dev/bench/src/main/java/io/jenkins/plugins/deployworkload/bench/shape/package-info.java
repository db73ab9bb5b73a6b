/** What the deploys of the benchmark deploy. */
package io.jenkins.plugins.deployworkload.bench.shape;
