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
}
