package io.jenkins.plugins.deployworkload.image;

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
    private List<String> open;

    private TomlTable(String name) {
        header = "[" + name + "]";
    }

    static Map<String, List<String>> read(String text, String name) throws NotReadException {
        TomlTable table = new TomlTable(name);
        for (String line : text.lines().map(String::strip).toList()) {
            table.line(line);
        }
        if (table.open != null || !table.seen) {
            throw new NotReadException(table.header);
        }
        return table.values;
    }

    private void line(String line) throws NotReadException {
        if (line.contains("\"\"\"") || line.contains("'''")) {
            throw new NotReadException(line);
        }
        if (open != null) {
            elements(line, line);
        } else if (line.startsWith("[")) {
            header(line);
        } else if (inside && !line.isEmpty() && !line.startsWith("#")) {
            entry(line);
        }
    }

    private void header(String line) throws NotReadException {
        int comment = line.indexOf('#');
        String bare = (comment < 0 ? line : line.substring(0, comment)).strip();
        inside = bare.equals(header);
        if (inside && seen) {
            throw new NotReadException(line);
        }
        seen |= inside;
    }

    private void entry(String line) throws NotReadException {
        int equals = line.indexOf('=');
        String key = equals < 0 ? "" : line.substring(0, equals).strip();
        if (!key.matches("[A-Za-z0-9_-]{1,100}") || values.containsKey(key)) {
            throw new NotReadException(line);
        }
        String value = line.substring(equals + 1).strip();
        if (value.startsWith("[")) {
            open = new ArrayList<>();
            values.put(key, open);
            elements(value.substring(1), line);
        } else if (value.startsWith("\"") || value.startsWith("'")) {
            int end = text(value, line);
            values.put(key, List.of(value.substring(1, end)));
            nothingBut(value.substring(end + 1), line);
        } else {
            // A number or a truth, which nobody asks for.
            values.put(key, List.of());
        }
        if (values.size() > MAX_VALUES) {
            throw new NotReadException(line);
        }
    }

    private void elements(String from, String line) throws NotReadException {
        String rest = from.strip();
        while (!rest.isEmpty() && !rest.startsWith("#")) {
            if (rest.startsWith("]")) {
                open = null;
                nothingBut(rest.substring(1), line);
                return;
            }
            int end = text(rest, line);
            open.add(rest.substring(1, end));
            rest = rest.substring(end + 1).strip();
            if (rest.startsWith(",")) {
                rest = rest.substring(1).strip();
            } else if (!rest.startsWith("]") && !rest.startsWith("#") && !rest.isEmpty() || open.size() > MAX_VALUES) {
                throw new NotReadException(line);
            }
        }
    }

    /** Where the quote of the text ends that this begins with. */
    private static int text(String value, String line) throws NotReadException {
        char quote = value.charAt(0);
        int end = value.indexOf(quote, 1);
        if (quote != '"' && quote != '\'' || end < 0 || value.substring(0, end).indexOf('\\') >= 0) {
            throw new NotReadException(line);
        }
        return end;
    }

    private static void nothingBut(String rest, String line) throws NotReadException {
        String left = rest.strip();
        if (!left.isEmpty() && !left.startsWith("#")) {
            throw new NotReadException(line);
        }
    }

    /** A line that is not read. */
    static final class NotReadException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String line;

        NotReadException(String line) {
            super(line);
            this.line = line;
        }

        String line() {
            return OutputText.quoted(line);
        }
    }
}
