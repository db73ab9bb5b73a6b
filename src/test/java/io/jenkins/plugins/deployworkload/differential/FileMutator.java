package io.jenkins.plugins.deployworkload.differential;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Damages YAML files randomly: bytes, lines and tokens. */
final class FileMutator {

    private static final Pattern TOKEN = Pattern.compile("[\\w./%-]+|[^\\w\\s]");
    private static final List<String> EDGES = List.of(
            "&a",
            "*a",
            "!!str",
            "!x",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "- ",
            "? ",
            "|",
            ">",
            "\"",
            "'",
            "#",
            "---",
            "...",
            "%YAML 1.2",
            "~",
            "null",
            "true",
            "-1",
            "0",
            "9223372036854775808",
            "1e999999999",
            "1e99",
            ".inf",
            ".nan",
            "0x7f",
            "\u0000",
            "\u0085",
            "\u2028",
            "\ufeff",
            "\ud800",
            "😀",
            "\t",
            "<<: *a",
            "\"\\ud800\"",
            "\"\\x00\"",
            "@",
            "`",
            "$",
            "..",
            "/",
            "''",
            "\"\"",
            "0000",
            "1Ei",
            "5%",
            "-",
            "!!binary x",
            "&a [*a]",
            "{a: b",
            "key: [");

    private final List<String> originals;

    FileMutator(List<String> originals) {
        this.originals = List.copyOf(originals);
    }

    /** One of the files, with one to four damages. */
    String damaged(Random random) {
        String text = originals.get(random.nextInt(originals.size()));
        for (int times = random.nextInt(4); times >= 0; times--) {
            text = mutate(text, random);
        }
        return text;
    }

    private String mutate(String text, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> bytes(text, random);
            case 1 -> lines(text, random);
            default -> tokens(text, random);
        };
    }

    private static String bytes(String text, Random random) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(3); i >= 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String lines(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        int at = random.nextInt(Math.max(1, lines.size()));
        if (lines.isEmpty()) {
            return edge(random);
        }
        switch (random.nextInt(6)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
            case 2 -> lines.set(at, " ".repeat(random.nextInt(5)) + lines.get(at));
            case 3 -> lines.set(at, lines.get(at).strip());
            case 4 -> {
                List<String> other =
                        originals.get(random.nextInt(originals.size())).lines().toList();
                lines.add(at, other.get(random.nextInt(other.size())));
            }
            default -> lines.add(at, edge(random));
        }
        return String.join("\n", lines);
    }

    private static String tokens(String text, Random random) {
        List<MatchResult> tokens = TOKEN.matcher(text).results().toList();
        if (tokens.isEmpty()) {
            return edge(random);
        }
        MatchResult token = tokens.get(random.nextInt(tokens.size()));
        String other = random.nextBoolean()
                ? edge(random)
                : tokens.get(random.nextInt(tokens.size())).group();
        String kept = random.nextInt(4) == 0 ? token.group() : "";
        return text.substring(0, token.start()) + kept + other + text.substring(token.end());
    }

    private static String edge(Random random) {
        return EDGES.get(random.nextInt(EDGES.size()));
    }
}
