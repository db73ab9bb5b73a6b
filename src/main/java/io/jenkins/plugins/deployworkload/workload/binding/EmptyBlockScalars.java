package io.jenkins.plugins.deployworkload.workload.binding;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Replaces an empty block scalar by an empty text. snakeyaml-engine refuses an empty block scalar at the end of a nested
 * map, which YAML allows and which Helm renders for values such as {@code {{ toYaml .Values.settings | indent 4 }}}.
 */
final class EmptyBlockScalars {

    private static final String PROBLEM = "the leading empty lines contain more spaces";

    /** A header with the rest of its line, and the lines without a text that follow. A scalar with "+" would keep them. */
    private static final Pattern HEADER =
            Pattern.compile("([|>][-0-9]*)([ \\t]*(?:#[^\\r\\n]*)?(?:\\r?\\n|$))((?: *\\r?\\n)*)( *)");

    private EmptyBlockScalars() {}

    /** Returns the text without the scalar that the parser has refused; empty if the parser refused something else. */
    static Optional<String> replace(String text, MarkedYamlEngineException refusal) {
        if (!refusal.getProblem().contains(PROBLEM)) {
            return Optional.empty();
        }
        return refusal.getContextMark().flatMap(mark -> replace(text, offset(text, mark)));
    }

    private static Optional<String> replace(String text, int start) {
        Matcher header = HEADER.matcher(text).region(start, text.length());
        if (!header.lookingAt()) {
            return Optional.empty();
        }
        int indentation = header.group(4).length();
        // A line of spaces that is longer than the indentation of the next text is an error of the author.
        boolean isIndented = header.group(3).lines().anyMatch(line -> line.length() > indentation);
        return isIndented
                ? Optional.empty()
                : Optional.of(text.substring(0, start) + "\"\"" + text.substring(header.end(1)));
    }

    /** The index in the text, in characters; a mark counts code points. */
    private static int offset(String text, Mark mark) {
        return text.offsetByCodePoints(0, mark.getIndex());
    }
}
