package io.jenkins.plugins.deployworkload.report.checks;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text of clusters and users in Markdown. The text is shown as it is: it creates no web link, image, heading, list, HTML
 * element or formula. GitHub links mail addresses in any text.
 */
final class Markdown {

    /** Characters that change the direction of the text, or that are not shown. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /** The colon starts an emoji, and the URL that GitHub turns into a link. */
    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_{}\\[\\]()+!|~$=:]");

    /** GitHub links {@code @team} and {@code #1} although a backslash precedes them, but not before this entity. */
    private static final String ZERO_WIDTH_SPACE = "&#8203;";

    private static final Pattern LINK_WITHOUT_SCHEME = Pattern.compile("(?i)(www)\\.");

    /** A list item. The other characters that start a block are special everywhere. */
    private static final Pattern START_OF_BLOCK = Pattern.compile("^(\\d*)([-.])");

    private static final Pattern BACKTICKS = Pattern.compile("`+");

    private Markdown() {}

    /**
     * The text on one line of Markdown, for example after the mark of a list item. Line breaks stay visible.
     *
     * @param text {@code null} for none
     */
    static String text(String text) {
        return text == null
                ? ""
                : text.lines()
                        .map(line -> INVISIBLE.matcher(line).replaceAll(" ").strip())
                        .filter(line -> !line.isEmpty())
                        .map(Markdown::escape)
                        .collect(Collectors.joining("<br>"));
    }

    private static String escape(String line) {
        String html = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        String inline = SPECIAL.matcher(html)
                .replaceAll("\\\\$0")
                .replace("#", "#" + ZERO_WIDTH_SPACE)
                .replace("@", "@" + ZERO_WIDTH_SPACE);
        return START_OF_BLOCK
                .matcher(LINK_WITHOUT_SCHEME.matcher(inline).replaceAll("$1\\\\."))
                .replaceFirst("$1\\\\$2");
    }

    /** The text as code on one line of Markdown, outside of tables. */
    static String code(String text) {
        String line = INVISIBLE.matcher(text).replaceAll(" ").strip();
        if (line.isEmpty()) {
            return "";
        }
        int longest = BACKTICKS
                .matcher(line)
                .results()
                .mapToInt(match -> match.group().length())
                .max()
                .orElse(0);
        String fence = "`".repeat(longest + 1);
        String space = longest == 0 ? "" : " ";
        return fence + space + line + space + fence;
    }
}
