package io.jenkins.plugins.deployworkload.image.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts, and lists of texts, of one table of a TOML file: as much of TOML as the lifecycle of buildpacks writes into its
 * report. Bare keys; texts in one line and without escapes; lists in one line or several; comments. Anything else inside the
 * table, and texts over several lines anywhere, since such a text could look like a table, are refused and not guessed at.
 */
final class TomlTable {

    private static final int MAX_VALUES = 1000;

    private final String header;
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private boolean inside;
    private boolean seen;

    /** The list that goes on in the next line; {@code null} outside of one. */
    private List<String> openArray;

    private TomlTable(String name) {
        header = "[" + name + "]";
    }

    static Map<String, List<String>> read(String text, String name) throws UnsupportedTomlException {
        TomlTable table = new TomlTable(name);
        for (String line : text.lines().map(String::strip).toList()) {
            table.line(line);
        }
        if (table.openArray != null || !table.seen) {
            throw new UnsupportedTomlException(table.header);
        }
        return table.values;
    }

    private void line(String line) throws UnsupportedTomlException {
        if (line.contains("\"\"\"") || line.contains("'''")) {
            throw new UnsupportedTomlException(line);
        }
        if (openArray != null) {
            arrayElements(line, line);
        } else if (line.startsWith("[")) {
            header(line);
        } else if (inside && !line.isEmpty() && !line.startsWith("#")) {
            entry(line);
        }
    }

    private void header(String line) throws UnsupportedTomlException {
        int comment = line.indexOf('#');
        String bare = (comment < 0 ? line : line.substring(0, comment)).strip();
        inside = bare.equals(header);
        if (inside && seen) {
            throw new UnsupportedTomlException(line);
        }
        seen |= inside;
    }

    private void entry(String line) throws UnsupportedTomlException {
        int equals = line.indexOf('=');
        String key = equals < 0 ? "" : line.substring(0, equals).strip();
        if (!key.matches("[A-Za-z0-9_-]{1,100}") || values.containsKey(key)) {
            throw new UnsupportedTomlException(line);
        }
        String value = line.substring(equals + 1).strip();
        if (value.startsWith("[")) {
            openArray = new ArrayList<>();
            values.put(key, openArray);
            arrayElements(value.substring(1), line);
        } else if (value.startsWith("\"") || value.startsWith("'")) {
            int end = closingQuote(value, line);
            values.put(key, List.of(value.substring(1, end)));
            requireEnd(value.substring(end + 1), line);
        } else {
            // A number or a truth, which nobody asks for.
            values.put(key, List.of());
        }
        if (values.size() > MAX_VALUES) {
            throw new UnsupportedTomlException(line);
        }
    }

    private void arrayElements(String from, String line) throws UnsupportedTomlException {
        String rest = from.strip();
        while (!rest.isEmpty() && !rest.startsWith("#")) {
            if (rest.startsWith("]")) {
                openArray = null;
                requireEnd(rest.substring(1), line);
                return;
            }
            int end = closingQuote(rest, line);
            openArray.add(rest.substring(1, end));
            rest = rest.substring(end + 1).strip();
            if (rest.startsWith(",")) {
                rest = rest.substring(1).strip();
            } else if (!rest.startsWith("]") && !rest.startsWith("#") && !rest.isEmpty()
                    || openArray.size() > MAX_VALUES) {
                throw new UnsupportedTomlException(line);
            }
        }
    }

    /** Where the quote of the text ends that this begins with. */
    private static int closingQuote(String value, String line) throws UnsupportedTomlException {
        char quote = value.charAt(0);
        int end = value.indexOf(quote, 1);
        if (quote != '"' && quote != '\'' || end < 0 || value.substring(0, end).indexOf('\\') >= 0) {
            throw new UnsupportedTomlException(line);
        }
        return end;
    }

    private static void requireEnd(String rest, String line) throws UnsupportedTomlException {
        String left = rest.strip();
        if (!left.isEmpty() && !left.startsWith("#")) {
            throw new UnsupportedTomlException(line);
        }
    }

    /** A line that is not read. */
    static final class UnsupportedTomlException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String line;

        UnsupportedTomlException(String line) {
            super(line);
            this.line = line;
        }

        String line() {
            return OutputText.excerpt(line);
        }
    }
}
