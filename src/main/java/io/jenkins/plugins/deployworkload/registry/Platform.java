package io.jenkins.plugins.deployworkload.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A platform for which an image is built, in the names of Go that the OCI image specification uses: {@code linux},
 * {@code arm64}.
 *
 * @param variant the variant of the architecture, such as {@code v7}; {@code null} if there is none
 */
public record Platform(String os, String architecture, String variant) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,40}");

    /**
     * Reads the fields {@code os}, {@code architecture} and {@code variant}. Empty if they name no platform: build tools
     * mark an entry of an index that is no image, such as an attestation, with the platform {@code unknown/unknown}.
     */
    static Optional<Platform> read(JsonNode node) {
        String os = node.path("os").asText("");
        String architecture = node.path("architecture").asText("");
        String variant = node.path("variant").asText("");
        boolean isKnown =
                NAME.matcher(os).matches() && NAME.matcher(architecture).matches() && !os.equals("unknown");
        return isKnown
                ? Optional.of(
                        new Platform(os, architecture, NAME.matcher(variant).matches() ? variant : null))
                : Optional.empty();
    }

    /**
     * Whether a node of this operating system and architecture can run an image of the platform. The variant is not
     * compared, because nodes do not report theirs.
     */
    public boolean runsOn(String nodeOs, String nodeArchitecture) {
        return Objects.equals(os, nodeOs) && Objects.equals(architecture, nodeArchitecture);
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant == null ? "" : "/" + variant);
    }
}
