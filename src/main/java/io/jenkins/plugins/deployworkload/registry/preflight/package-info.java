/** Asks registries, before a deploy, whether they have the images of its pods for the platforms of the nodes. */
package io.jenkins.plugins.deployworkload.registry.preflight;
