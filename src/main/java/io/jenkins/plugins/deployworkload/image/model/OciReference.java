package io.jenkins.plugins.deployworkload.image.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A reference taken apart, by the grammar of the distribution project. The repository stays as it was written: only {@link
 * #normalized comparisons} fill in what registries leave out.
 *
 * @param tag or {@code null}
 * @param digest or {@code null}
 */
public record OciReference(String repository, String tag, String digest) {

    /** Of a repository's name; registries refuse longer ones. */
    private static final int MAX_REPOSITORY_LENGTH = 255;

    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern PATH_COMPONENT = Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");
    private static final Pattern DOMAIN =
            Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:]+])(?::[0-9]{1,5})?");
    private static final Pattern IDENTIFIER = Pattern.compile("[0-9a-f]{64}");

    /** The parts of a text that is a reference and nothing else; {@code null} for any other text. */
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

    /** A reference whose digest was cut off, as terminals do. */
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
        // 64 hex digits are an identifier, which Docker refuses as a name for just that reason.
        if (IDENTIFIER.matcher(text).matches()) {
            return false;
        }
        String[] parts = text.split("/", -1);
        boolean hosted = parts.length > 1 && isDomain(parts[0]);
        if (hosted && !DOMAIN.matcher(parts[0]).matches()) {
            return false;
        }
        for (int i = hosted ? 1 : 0; i < parts.length; i++) {
            if (!PATH_COMPONENT.matcher(parts[i]).matches()) {
                return false;
            }
        }
        return true;
    }

    /** Makes {@code app}, {@code library/app} and {@code docker.io/library/app} one. */
    public static String normalized(String repository) {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        boolean hosted = isDomain(first);
        String host = hosted ? first.toLowerCase(Locale.ROOT) : "docker.io";
        String path = hosted ? repository.substring(slash + 1) : repository;
        if (host.equals("index.docker.io") || host.equals("registry-1.docker.io")) {
            host = "docker.io";
        }
        return host + "/" + (host.equals("docker.io") && path.indexOf('/') < 0 ? "library/" : "") + path;
    }

    /** A name that never leaves the machine: what podman and buildah put before a name without a registry. */
    public static boolean isLocal(String repository) {
        return repository.startsWith("localhost/");
    }

    /** Docker's own rule of what is a registry and what the first part of a path. */
    private static boolean isDomain(String first) {
        return first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || first.equals("localhost")
                || !first.equals(first.toLowerCase(Locale.ROOT));
    }
}
