package io.jenkins.plugins.deployworkload.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileGlobTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "out/**            | out/a/b.txt          | true",
                "out/              | out/a/b.txt          | true",
                "out/**            | other/a.txt          | false",
                "**/*.digest       | app.digest           | true",
                "**/*.digest       | a/b/app.digest       | true",
                "a/**/b/**/c       | a/x/b/y/z/b/c        | true",
                "a/**/b/**/c       | a/x/y/c              | false",
                "./out/x.txt       | out/x.txt            | true",
                "out//x.txt        | out/x.txt            | true",
                "out/?.txt         | out/x.txt            | true",
                "out/?.txt         | out/xy.txt           | false",
                "./out/./*.txt     | out/x.txt            | true",
                "./                | out/x.txt            | true",
                "**/.              | a/b                  | true",
                "out/*.txt         | out/a/x.txt          | false",
                "*a*b*             | xxaxxbxx             | true",
                "a.txt, b.txt      | b.txt                | true",
                "a.txt,out/*.json  | out/b.json           | true",
                "out\\a.txt         | out/a.txt            | true",
                "OUT/a.txt         | out/a.txt            | false",
                "/out/a.txt        | out/a.txt            | false",
                "**                | a/b                  | true",
                "','               | a                    | false",
            })
    void matchesLikeAntPatterns(String pattern, String path, boolean matches) {
        assertThat(new FileGlob(pattern).matches(path)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deploy/*.yaml     | deploy     | true",
                "deploy/*.yaml     | deploy/a   | false",
                "deploy/*.yaml     | src        | false",
                "*/a.yaml          | src        | true",
                "*.yaml            | src        | false",
                "**/*.yaml         | a/b/c      | true",
                "a/**/b.yaml       | a/x/y      | true",
                "a/**/b.yaml       | b          | false",
                "deploy/           | deploy     | true",
                "deploy/           | deploy/a/b | true",
                "a.yaml,b/c/d.yaml | b/c        | true",
            })
    void entersOnlyFoldersThatCouldMatch(String pattern, String folder, boolean reached) {
        assertThat(new FileGlob(pattern).couldMatchBelow(folder)).isEqualTo(reached);
    }

    /**
     * If patterns were matched with regular expressions, each of these patterns would take an unacceptably long time.
     */
    @Test
    void matchesAnyPatternInLinearTime() {
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            assertThat(new FileGlob("**/".repeat(1000) + "x").matches("a/".repeat(2000) + "b"))
                    .isFalse();
            assertThat(new FileGlob("**/a/".repeat(500) + "x").matches("a/".repeat(2000) + "b"))
                    .isFalse();
            assertThat(new FileGlob("*a".repeat(1000) + "x").matches("a".repeat(4000)))
                    .isFalse();
            // The last part of the pattern matches the path, so Ant also has to match the middle parts.
            assertThat(new FileGlob("**/a/*b/".repeat(500) + "**/x").matches("a/".repeat(2000) + "x"))
                    .isFalse();
            assertThat(new FileGlob("*" + "aab*".repeat(500) + "*x").matches("a".repeat(4000) + "x"))
                    .isFalse();
            assertThat(new FileGlob("**/a/*b/".repeat(500) + "**/x").couldMatchBelow("a/".repeat(2000) + "x"))
                    .isTrue();
        });
    }
}
