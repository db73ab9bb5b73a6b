package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogSanitizerTest {

    private static List<String> lastLines(int count, String text) {
        return LogSanitizer.lastLines(count, text, line -> line);
    }

    /** If a line was shortened before masking, the beginning of a secret would stay. */
    @Test
    void masksBeforeItShortens() {
        String secret = "correct-horse-battery-staple";
        String line = "x".repeat(LogSanitizer.MAX_WIDTH - 10) + secret;

        assertThat(LogSanitizer.lastLines(1, line, text -> text.replace(secret, "***")))
                .containsExactly("x".repeat(LogSanitizer.MAX_WIDTH - 10) + "***");
    }

    @Test
    void masksSecretThatEscapeSequencesDivide() {
        assertThat(LogSanitizer.lastLines(
                        1, "correct-\u001B[1mhorse\u001B[0m", text -> text.replace("correct-horse", "***")))
                .containsExactly("***");
    }

    @Test
    void takesLastLines() {
        assertThat(lastLines(2, "one\ntwo\r\nthree\n")).containsExactly("two", "three");
        assertThat(lastLines(2, "")).isEmpty();
    }

    @Test
    void skipsBlankLines() {
        assertThat(lastLines(2, "one\ntwo\n\n  \n")).containsExactly("one", "two");
    }

    @Test
    void keepsTabsAndUnicode() {
        assertThat(lastLines(2, "\tat shop.Main\n주문 실패 \uD83D\uDE80\n"))
                .containsExactly("\tat shop.Main", "주문 실패 \uD83D\uDE80");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001B[1;31mred\u001B[0m",
                "\u001B]0;title\u0007red",
                "\u001B]8;;http://x\u001B\\red",
                "red\u001B[",
                "\u001B(Bred\u0000\b\u0085",
                "\u202Ered\u2066\u2028",
            })
    void removesEscapeSequencesAndControlCharacters(String line) {
        assertThat(lastLines(1, line)).containsExactly("red");
    }

    @Test
    void removesConsoleNotes() {
        assertThat(lastLines(1, "\u001B[8mha:AAAA\u001B[0mtext")).containsExactly("ha:AAAAtext");
    }

    @Test
    void truncatesBetweenCodePoints() {
        String rocket = "\uD83D\uDE80";
        assertThat(lastLines(1, String.join("", Collections.nCopies(LogSanitizer.MAX_WIDTH + 1, rocket))))
                .containsExactly(rocket.repeat(LogSanitizer.MAX_WIDTH) + "…");
        assertThat(lastLines(1, "x".repeat(LogSanitizer.MAX_WIDTH)))
                .containsExactly("x".repeat(LogSanitizer.MAX_WIDTH));
    }
}
