package io.jenkins.plugins.deployworkload.rollout.apply;

/**
 * Converts the JSON of an object to the body of an apply. The API server parses the body with go-yaml, which refuses
 * two kinds of valid JSON. Its reader refuses DEL, the C1 control characters and the byte order mark unless they are
 * escaped ("control characters are not allowed"). Its scanner refuses escaped surrogate pairs, which JSON needs for
 * characters above U+FFFF ("found invalid Unicode character escape code"). Therefore characters up to U+FFFF are
 * escaped, and characters above U+FFFF are not.
 *
 * @see <a href="https://github.com/yaml/go-yaml/blob/v2.4.0/readerc.go">go-yaml's reader</a>
 */
final class ApplyPayload {

    private static final int DEL = 0x7f;

    private ApplyPayload() {}

    /** @param json valid JSON, so that all characters outside of strings are ASCII */
    static String of(String json) {
        StringBuilder body = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < DEL || Character.isSurrogate(c)) {
                body.append(c);
            } else {
                body.append(String.format("\\u%04x", (int) c));
            }
        }
        return body.toString();
    }
}
