package io.jenkins.plugins.deployworkload.registry.preflight;

import io.jenkins.plugins.deployworkload.registry.RegistryClient;

/**
 * A registry that may be asked for an image.
 *
 * @param name the registry's name in image references
 * @param mirrored whether the nodes may pull from a mirror, which may have images that the registry does not have
 */
public record ImageSite(String name, RegistryClient client, boolean mirrored) {}
