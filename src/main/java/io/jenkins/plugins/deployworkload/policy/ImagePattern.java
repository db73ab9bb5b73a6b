package io.jenkins.plugins.deployworkload.policy;

import io.jenkins.plugins.deployworkload.image.model.OciReference;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Patterns of image repositories. A pattern begins with a registry, such as {@code registry.example.com:5000/shop/*}; see
 * {@link Wildcard}. A registry alone stands for all its repositories. An image without a registry counts as an image of
 * {@code docker.io}, as container runtimes read it: {@code nginx} is {@code docker.io/library/nginx}.
 */
public final class ImagePattern {

    /** A wildcard may stand only for whole parts of a host name, so that no other host can match by its beginning. */
    private static final Pattern REGISTRY = Pattern.compile("\\*{1,2}|(\\*\\.)?[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?"
            + "(:[0-9]{1,5})?|\\[[0-9A-Fa-f:]+](:[0-9]{1,5})?");

    private static final Pattern PATH = Pattern.compile("[-a-z0-9._/*]+");

    private ImagePattern() {}

    public static boolean isValid(String pattern) {
        if (pattern == null) {
            return false;
        }
        int slash = pattern.indexOf('/');
        String registry = slash < 0 ? pattern : pattern.substring(0, slash);
        String path = slash < 0 ? "**" : pattern.substring(slash + 1);
        boolean isRegistry =
                REGISTRY.matcher(registry).matches() && (registry.matches(".*[.:*].*") || registry.equals("localhost"));
        return isRegistry && PATH.matcher(path).matches() && !path.startsWith("/") && !path.endsWith("/");
    }

    public static boolean matchesAny(List<String> patterns, String image) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, image));
    }

    /** Whether the image comes from a repository of the pattern. No pattern matches an invalid reference. */
    public static boolean matches(String pattern, String image) {
        OciReference reference = image == null ? null : OciReference.parse(image);
        if (reference == null) {
            return false;
        }
        int slash = pattern.indexOf('/');
        String registry = (slash < 0 ? pattern : pattern.substring(0, slash)).toLowerCase(Locale.ROOT);
        String path = slash < 0 ? "**" : pattern.substring(slash + 1);
        String repository = OciReference.normalized(reference.repository());
        int end = repository.indexOf('/');
        return Wildcard.matches(registry, repository.substring(0, end))
                && Wildcard.matches(path, repository.substring(end + 1));
    }
}
