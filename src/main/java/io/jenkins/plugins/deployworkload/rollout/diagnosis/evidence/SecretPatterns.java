package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Masks secrets that are recognizable without knowing them: credentials and queries of URLs, HTTP credentials, tokens of
 * well-known formats, values after a name such as {@code password=}, and the account in the rate limit message of Docker
 * Hub. Messages of the cluster and logs of containers can contain them, and the build log and the build page show both.
 *
 * <p>The text is not trusted, so the time for it has to be bounded: quantifiers have a limit, and those that cannot
 * match otherwise do not backtrack.
 */
final class SecretPatterns {

    static final String MASK = "***";

    /**
     * In characters. Later text is not masked, so the caller must not show it. The limit bounds the time for the text of
     * a hostile server.
     */
    static final int MAX_LENGTH = 64 * 1024;

    /** The password of a URL, or a token in the place of the user name. */
    private static final Pattern USER_INFO = Pattern.compile(
            "((?<![a-zA-Z0-9+.-])[a-zA-Z][a-zA-Z0-9+.-]{1,20}+://(?:[^\\s/@:\"'<>]{0,200}+:)?)[^\\s/@\"'<>]{1,500}+@");

    /** The query of a URL, or of the request line in the log of a web server. */
    private static final Pattern QUERY = Pattern.compile("((?:(?<![a-zA-Z0-9+.-])[a-zA-Z][a-zA-Z0-9+.-]{1,20}+:/"
            + "|\\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) )/[^\\s?\"'<>]{0,2000}+\\?)([^\\s\"'<>]{1,4000})");

    /** Parameters in messages of Kubernetes and of registries that contain no secret. */
    private static final Set<String> HARMLESS_PARAMETERS = Set.of("ns", "scope", "service", "timeout");

    private static final List<Pattern> SECRETS = List.of(
            // The credential of an Authorization header. "Basic authentication" is not one.
            Pattern.compile("((?i:Bearer|Basic) {1,4})(?=[a-zA-Z._~+/-]{0,200}[0-9A-Z=])[A-Za-z0-9._~+/=-]{8,4000}"),
            Pattern.compile(
                    "((?:Authorization|Cookie|Set-Cookie|X-Auth-Token|X-Api-Key)\"?: {0,4}\"?)[^\\r\\n\"]{1,4000}"),
            // A JSON Web Token.
            Pattern.compile(
                    "()(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,4000}+\\.[A-Za-z0-9_-]{8,4000}+(?:\\.[A-Za-z0-9_-]{0,4000})?"),
            // Docker Hub, GitHub, GitLab, AWS, Slack.
            Pattern.compile("()\\b(?:dckr_[a-z]{2,5}_[A-Za-z0-9_=-]{4,500}|gh[pousr]_[A-Za-z0-9]{20,300}"
                    + "|glpat-[A-Za-z0-9_-]{16,300}|A[KS]IA[0-9A-Z]{16}|xox[abprs]-[A-Za-z0-9-]{8,300})"),
            Pattern.compile(
                    "((?i:passwords?|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key"
                            + "|credentials?)(?:=|\" ?: ?(?=\")))(?:\"[^\"\\r\\n]{0,4000}\"|'[^'\\r\\n]{0,4000}'|[^\\s,;&\"']{1,4000})"),
            // "toomanyrequests: You have reached your pull rate limit as 'user': dckr_jti_…. You may increase the
            // limit"
            Pattern.compile("((?i:rate limit as) )(?:'[^'\\r\\n]{0,200}'|\"[^\"\\r\\n]{0,200}\"|[^\\s:]{1,200}?)"
                    + "(?:: ?\\S{1,500}?)?(?=[.,;)]?(?:\\s|$))"));

    private SecretPatterns() {}

    static String mask(String text) {
        String masked = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
        masked = USER_INFO.matcher(masked).replaceAll("$1" + MASK + "@");
        masked = QUERY.matcher(masked)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1) + maskQuery(match.group(2))));
        for (Pattern secret : SECRETS) {
            masked = secret.matcher(masked).replaceAll("$1" + MASK);
        }
        return masked;
    }

    private static String maskQuery(String query) {
        String end = query.substring(query.replaceFirst("[:;,.)\\]]{1,5}$", "").length());
        return Arrays.stream(query.substring(0, query.length() - end.length()).split("&", -1))
                        .map(SecretPatterns::maskParameter)
                        .collect(Collectors.joining("&"))
                + end;
    }

    private static String maskParameter(String parameter) {
        int equals = parameter.indexOf('=');
        String name = parameter.substring(0, Math.max(0, equals));
        return HARMLESS_PARAMETERS.contains(name) ? parameter : equals < 0 ? MASK : name + "=" + MASK;
    }
}
