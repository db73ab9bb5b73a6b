package io.jenkins.plugins.deployworkload.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a registry asks for a login: the header {@code WWW-Authenticate} of an answer with the status 401.
 *
 * @param scheme in lower case: {@code bearer} or {@code basic}
 * @param parameters the names in lower case
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">Token authentication</a>
 */
record Challenge(String scheme, Map<String, String> parameters) {

    /** In characters. */
    private static final int MAX_LENGTH = 8192;

    private static final Pattern PARAMETER =
            Pattern.compile("([A-Za-z][A-Za-z0-9_-]{0,40})\\s{0,5}=\\s{0,5}(?:\"([^\"\\\\]*)\"|([^\\s,\"]+))");

    /** The first challenge that the client can answer; empty if there is none. */
    static Optional<Challenge> of(List<String> headers) {
        return headers.stream()
                .filter(header -> header.length() <= MAX_LENGTH)
                .map(Challenge::parse)
                .filter(challenge -> challenge.scheme.equals("bearer") || challenge.scheme.equals("basic"))
                .findFirst();
    }

    private static Challenge parse(String header) {
        String text = header.strip();
        int space = text.indexOf(' ');
        String scheme = (space < 0 ? text : text.substring(0, space)).toLowerCase(Locale.ROOT);
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(space < 0 ? "" : text.substring(space));
        while (matcher.find()) {
            parameters.putIfAbsent(
                    matcher.group(1).toLowerCase(Locale.ROOT),
                    matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
        }
        return new Challenge(scheme, parameters);
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
