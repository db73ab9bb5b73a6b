package io.jenkins.plugins.deployworkload.rollout.apply;

/**
 * Makes the body of an apply of an object's JSON. The API server reads it as YAML, and that is no superset of JSON in two
 * places: its reader refuses DEL, the C1 control characters and the byte order mark unless they are escaped ("control
 * characters are not allowed"), and its scanner refuses the escaped halves of a surrogate pair, which JSON needs for what
 * is beyond the basic plane ("found invalid Unicode character escape code"). So the basic plane goes escaped, and what is
 * beyond goes as it is.
 *
 * @see <a href="https://github.com/yaml/go-yaml/blob/v2.4.0/readerc.go">the reader's table of characters</a>
 */
final class ApplyPayload {

    private static final int DEL = 0x7f;

    private ApplyPayload() {}

    /** @param json outside of whose texts everything is ASCII, as in all JSON */
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
