package io.jenkins.plugins.deployworkload.workload.binding.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotedTest {

    @Test
    void truncatesLongText() {
        assertThat(Quoted.of("\t".repeat(1000))).isEqualTo('"' + "\\t".repeat(40) + "…\"");
        assertThat(Quoted.of("😀".repeat(1000))).isEqualTo('"' + "😀".repeat(80) + "…\"");
        assertThat(Quoted.of("x".repeat(80))).isEqualTo('"' + "x".repeat(80) + '"');
    }

    /** The author of a file in a pull request chooses the value. */
    @Test
    void escapesCharactersThatChangeTheLog() {
        assertThat(Quoted.of("a\u001B[2J\u202E\u2028b\n")).isEqualTo("\"a\\u001b[2J\\u202e\\u2028b\\n\"");
    }
}
