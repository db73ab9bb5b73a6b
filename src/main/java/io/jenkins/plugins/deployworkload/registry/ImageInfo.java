package io.jenkins.plugins.deployworkload.registry;

import java.time.Instant;
import java.util.List;

/**
 * An image in a registry.
 *
 * @param digest the digest of the manifest or index, computed from its bytes
 * @param platforms the platforms of the image; empty if they are not known
 * @param created when the image was built; {@code null} if it is not known
 */
public record ImageInfo(String digest, List<Platform> platforms, Instant created) {

    public ImageInfo {
        platforms = List.copyOf(platforms);
    }
}
