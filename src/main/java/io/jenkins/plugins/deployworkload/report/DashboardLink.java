package io.jenkins.plugins.deployworkload.report;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Links to the dashboard of a cluster. */
final class DashboardLink {

    private DashboardLink() {}

    /**
     * Fills in a pattern such as {@code https://dashboard.example.com/#/{kind}/{namespace}/{name}}. Kinds are in lower
     * case, as in the URLs of the Kubernetes Dashboard.
     *
     * @param pattern {@code null} for none
     * @param namespace {@code null} for an object without a namespace
     * @return {@code null} for no link: without a pattern with the scheme {@code http} or {@code https}, and for an
     *     object without the namespace that the pattern needs
     */
    static String of(String pattern, String namespace, String kind, String name) {
        if (pattern == null
                || !pattern.matches("https?://.*")
                || namespace == null && pattern.contains("{namespace}")) {
            return null;
        }
        return pattern.replace("{namespace}", namespace == null ? "" : encode(namespace))
                .replace("{kind}", encode(kind.toLowerCase(Locale.ROOT)))
                .replace("{name}", encode(name));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
