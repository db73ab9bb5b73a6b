package io.jenkins.plugins.deployworkload.image.file;

import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The strings and arrays of strings in one table of a TOML file. This class supports the subset of TOML that the
 * buildpacks lifecycle writes to its report: bare keys, single-line strings without escapes, arrays on one or several
 * lines, comments. The class refuses all other syntax in this table. Multi-line strings are refused in the whole file,
 * because a line of such a string could look like the header of the table.
 */
final class TomlTable {

    private static final int MAX_VALUES = 1000;

    private final String header;
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private boolean inside;
    private boolean seen;

    /** The array that continues on the next line; {@code null} if no array is open. */
    private List<String> openArray;

    private TomlTable(String name) {
        header = "[" + name + "]";
    }

    static Map<String, List<String>> read(String text, String name) throws UnsupportedTomlException {
        TomlTable table = new TomlTable(name);
        for (String line : text.lines().map(String::strip).toList()) {
            table.parseLine(line);
        }
        if (table.openArray != null || !table.seen) {
            throw new UnsupportedTomlException(table.header);
        }
        return table.values;
    }

    private void parseLine(String line) throws UnsupportedTomlException {
        if (line.contains("\"\"\"") || line.contains("'''")) {
            throw new UnsupportedTomlException(line);
        }
        if (openArray != null) {
            parseArray(line, line);
        } else if (line.startsWith("[")) {
            parseHeader(line);
        } else if (inside && !line.isEmpty() && !line.startsWith("#")) {
            parseEntry(line);
        }
    }

    private void parseHeader(String line) throws UnsupportedTomlException {
        int comment = line.indexOf('#');
        String content = (comment < 0 ? line : line.substring(0, comment)).strip();
        inside = content.equals(header);
        if (inside && seen) {
            throw new UnsupportedTomlException(line);
        }
        seen |= inside;
    }

    private void parseEntry(String line) throws UnsupportedTomlException {
        int equals = line.indexOf('=');
        String key = equals < 0 ? "" : line.substring(0, equals).strip();
        if (!key.matches("[A-Za-z0-9_-]{1,100}") || values.containsKey(key)) {
            throw new UnsupportedTomlException(line);
        }
        String value = line.substring(equals + 1).strip();
        if (value.startsWith("[")) {
            openArray = new ArrayList<>();
            values.put(key, openArray);
            parseArray(value.substring(1), line);
        } else if (value.startsWith("\"") || value.startsWith("'")) {
            int end = closingQuote(value, line);
            values.put(key, List.of(value.substring(1, end)));
            requireEnd(value.substring(end + 1), line);
        } else {
            // Ignore the values of numbers and booleans.
            values.put(key, List.of());
        }
        if (values.size() > MAX_VALUES) {
            throw new UnsupportedTomlException(line);
        }
    }

    private void parseArray(String elements, String line) throws UnsupportedTomlException {
        String rest = elements.strip();
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

    /** The index of the closing quote of a string with which the value starts. */
    private static int closingQuote(String value, String line) throws UnsupportedTomlException {
        char quote = value.charAt(0);
        int end = value.indexOf(quote, 1);
        if (quote != '"' && quote != '\'' || end < 0 || value.substring(0, end).indexOf('\\') >= 0) {
            throw new UnsupportedTomlException(line);
        }
        return end;
    }

    private static void requireEnd(String rest, String line) throws UnsupportedTomlException {
        String remaining = rest.strip();
        if (!remaining.isEmpty() && !remaining.startsWith("#")) {
            throw new UnsupportedTomlException(line);
        }
    }

    /** A line of the file does not belong to the supported subset of TOML. */
    static final class UnsupportedTomlException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String line;

        UnsupportedTomlException(String line) {
            super(line);
            this.line = line;
        }

        String line() {
            return Excerpt.of(line);
        }
    }
}
