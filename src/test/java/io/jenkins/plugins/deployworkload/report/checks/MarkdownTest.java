package io.jenkins.plugins.deployworkload.report.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text of the cluster is shown as it is. */
class MarkdownTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '\t',
            quoteCharacter = '\0',
            value = {
                "# Deployed\t#&#8203; Deployed",
                "   - item\t\\- item",
                "---\t\\---",
                "===\t\\=\\=\\=",
                "12. item\t12\\. item",
                "2) item\t2\\) item",
                "> quote\t&gt; quote",
                "```sh\t\\`\\`\\`sh",
                "<img src=x onerror=y>\t&lt;img src\\=x onerror\\=y&gt;",
                "&lt;b&gt;\t&amp;lt;b&amp;gt;",
                "[Log in](http://evil.example)\t\\[Log in\\]\\(http\\://evil.example\\)",
                "![](//evil.example/pixel)\t\\!\\[\\]\\(//evil.example/pixel\\)",
                "see WWW.evil.example\tsee WWW\\.evil.example",
                "@team :tada: $x$ ~~y~~\t@&#8203;team \\:tada\\: \\$x\\$ \\~\\~y\\~\\~",
                "a | b\ta \\| b",
                "\\*bold* __x__\t\\\\\\*bold\\* \\_\\_x\\_\\_",
                "Pod web-1, container app: 1.5 of 2\tPod web-1, container app\\: 1.5 of 2",
            })
    void textHasNoElements(String text, String markdown) {
        assertThat(Markdown.text(text)).isEqualTo(markdown);
    }

    @Test
    void linesStayOneLineOfMarkdown() {
        assertThat(Markdown.text("crash\r\n\n    # Finished: SUCCESS\n"))
                .isEqualTo("crash<br>#&#8203; Finished\\: SUCCESS");
        assertThat(Markdown.code("a\nb")).isEqualTo("`a b`");
        assertThat(Markdown.text(null)).isEmpty();
        assertThat(Markdown.code(" ")).isEmpty();
    }

    @Test
    void textKeepsItsDirectionAndHasNoControlCharacters() {
        assertThat(Markdown.text("a\u202Eb\u0007c\u200Bd")).isEqualTo("a b c d");
        assertThat(Markdown.code("a\u202Eb\u2028c")).isEqualTo("`a b c`");
    }

    @Test
    void codeCannotEndEarly() {
        assertThat(Markdown.code("shop/web:1")).isEqualTo("`shop/web:1`");
        assertThat(Markdown.code("a`b<img src=x>``")).isEqualTo("``` a`b<img src=x>`` ```");
    }
}
