/** Images of registries in a deploy: their digests, and the check that they exist. */
package io.jenkins.plugins.deployworkload.execution.registry;
