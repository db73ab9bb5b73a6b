package io.jenkins.plugins.deployworkload.image.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An image reference, parsed by the grammar of the CNCF project distribution ({@code reference/reference.go}). The
 * repository is stored as written in the text; use {@link #normalized} to compare repositories.
 *
 * @param tag the tag; {@code null} if the reference has no tag
 * @param digest the digest; {@code null} if the reference has no digest
 */
public record OciReference(String repository, String tag, String digest) {

    /** The maximum length of a repository name in the distribution project, in characters. */
    private static final int MAX_REPOSITORY_LENGTH = 255;

    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern PATH_COMPONENT = Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");
    private static final Pattern DOMAIN =
            Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:]+])(?::[0-9]{1,5})?");
    private static final Pattern IDENTIFIER = Pattern.compile("[0-9a-f]{64}");

    /** Returns {@code null} if the text is not a valid reference. */
    public static OciReference parse(String text) {
        if (text.length() > MAX_REPOSITORY_LENGTH + 1 + 128 + 1 + Digest.LENGTH) {
            return null;
        }
        int at = text.indexOf('@');
        String digest = at < 0 ? null : text.substring(at + 1);
        String name = at < 0 ? text : text.substring(0, at);
        int colon = name.lastIndexOf(':');
        boolean tagged = colon > name.lastIndexOf('/');
        String tag = tagged ? name.substring(colon + 1) : null;
        String repository = tagged ? name.substring(0, colon) : name;
        boolean valid = (digest == null || Digest.isValid(digest))
                && (tag == null || TAG.matcher(tag).matches())
                && isRepository(repository);
        return valid ? new OciReference(repository, tag, digest) : null;
    }

    /**
     * Whether the text is a reference with an incomplete digest, which occurs because terminals truncate long lines.
     */
    public static boolean isTruncated(String text) {
        int at = text.indexOf('@');
        return at > 0
                && text.startsWith(Digest.PREFIX, at + 1)
                && !Digest.isValid(text.substring(at + 1))
                && parse(text.substring(0, at)) != null;
    }

    public static boolean isTag(String text) {
        return TAG.matcher(text).matches();
    }

    public static boolean isRepository(String text) {
        if (text.isEmpty() || text.length() > MAX_REPOSITORY_LENGTH) {
            return false;
        }
        // Docker refuses 64 hex digits as a repository name, because they look like an image ID.
        if (IDENTIFIER.matcher(text).matches()) {
            return false;
        }
        String[] parts = text.split("/", -1);
        boolean hasDomain = parts.length > 1 && isDomain(parts[0]);
        if (hasDomain && !DOMAIN.matcher(parts[0]).matches()) {
            return false;
        }
        for (int i = hasDomain ? 1 : 0; i < parts.length; i++) {
            if (!PATH_COMPONENT.matcher(parts[i]).matches()) {
                return false;
            }
        }
        return true;
    }

    /** Adds the default registry and path: {@code app} and {@code library/app} become {@code docker.io/library/app}. */
    public static String normalized(String repository) {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        boolean hasDomain = isDomain(first);
        String domain = hasDomain ? first.toLowerCase(Locale.ROOT) : "docker.io";
        String path = hasDomain ? repository.substring(slash + 1) : repository;
        if (domain.equals("index.docker.io") || domain.equals("registry-1.docker.io")) {
            domain = "docker.io";
        }
        return domain + "/" + (domain.equals("docker.io") && path.indexOf('/') < 0 ? "library/" : "") + path;
    }

    /**
     * Whether the repository has the prefix {@code localhost/}, which podman and buildah add to a name without a
     * registry.
     */
    public static boolean isLocal(String repository) {
        return repository.startsWith("localhost/");
    }

    /** Whether the first component of a name is a registry and not a part of the path, by the rule that Docker uses. */
    private static boolean isDomain(String component) {
        return component.indexOf('.') >= 0
                || component.indexOf(':') >= 0
                || component.equals("localhost")
                || !component.equals(component.toLowerCase(Locale.ROOT));
    }
}
