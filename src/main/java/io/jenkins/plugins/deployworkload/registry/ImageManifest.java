package io.jenkins.plugins.deployworkload.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.image.model.Digest;
import io.jenkins.plugins.deployworkload.registry.RegistryException.Kind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The manifest of an image for one platform, or the index of an image for several platforms.
 *
 * @param digest the digest of the bytes
 * @param platforms the platforms of an index
 * @param created from the annotations; {@code null} if there is none
 * @param firstImage the digest of the first image of an index; {@code null} if this is not an index
 * @param configDigest the digest of the image's configuration; {@code null} for an index
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-index.md">image index</a>
 */
record ImageManifest(String digest, List<Platform> platforms, Instant created, String firstImage, String configDigest) {

    private static final String CREATED = "org.opencontainers.image.created";

    /** An image is built for a few platforms. An index with more entries has some of another type. */
    private static final int MAX_ENTRIES = 1000;

    static ImageManifest read(RegistryHttp.Answer answer, RegistrySettings settings) throws RegistryException {
        JsonNode json = RegistryJson.read(answer, settings);
        String digest = sha256(answer.body());
        String reported = answer.header("Docker-Content-Digest");
        if (Digest.isValid(reported) && !reported.equals(digest)) {
            throw new RegistryException(
                    Kind.UNUSABLE,
                    Messages._ImageManifest_digest(
                            settings.name(), RegistryHttp.text(answer.uri().getPath()), digest, reported));
        }
        if (json.path("manifests").isArray()) {
            return index(json, digest);
        }
        String config = json.path("config").path("digest").asText("");
        if (!json.path("layers").isArray()) {
            throw new RegistryException(
                    Kind.UNUSABLE,
                    Messages._RegistryJson_unreadable(RegistryHttp.server(answer.uri()), settings.name()));
        }
        return new ImageManifest(digest, List.of(), created(json), null, Digest.isValid(config) ? config : null);
    }

    private static ImageManifest index(JsonNode json, String digest) {
        Set<Platform> platforms = new LinkedHashSet<>();
        String first = null;
        int entries = 0;
        for (JsonNode entry : json.path("manifests")) {
            if (++entries > MAX_ENTRIES) {
                break;
            }
            String image = entry.path("digest").asText("");
            if (Platform.read(entry.path("platform")).map(platforms::add).isPresent()
                    && first == null
                    && Digest.isValid(image)) {
                first = image;
            }
        }
        return new ImageManifest(digest, new ArrayList<>(platforms), created(json), first, null);
    }

    private static Instant created(JsonNode json) {
        return instant(json.path("annotations").path(CREATED).asText(""));
    }

    private static Instant instant(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            // Reproducible builds write the epoch, which says nothing about the time of the build.
            return time.isAfter(Instant.EPOCH.plusSeconds(86_400)) ? time : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    ImageInfo info() {
        return new ImageInfo(digest, platforms, created);
    }

    /** @param config the configuration of this image, or of the first image of this index */
    ImageInfo info(JsonNode config) {
        List<Platform> all = platforms.isEmpty() && firstImage == null
                ? Platform.read(config).map(List::of).orElse(List.of())
                : platforms;
        return new ImageInfo(
                digest, all, created == null ? instant(config.path("created").asText("")) : created);
    }

    static String sha256(byte[] bytes) {
        try {
            return Digest.PREFIX
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
