package io.jenkins.plugins.deployworkload.workload.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.workload.binding.text.Quoted;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {

    @ParameterizedTest
    @CsvSource({
        "a,       a,             true",
        "a.b,     a,             true",
        "a[0].b,  a,             true",
        "a[0].b,  a[0],          true",
        "a,       a.b,           false",
        "ab,      a,             false",
        "a-b.c,   a,             false",
        "a[1],    a[10],         false",
        "a[10],   a[1],          false",
    })
    void mentionsPathsAtOrBelow(String said, String path, boolean mentioned) {
        Problems problems = new Problems();
        // Sorted, these stand between a path and what is below it.
        problems.add("a-", "");
        problems.add("a+", "");
        problems.add("aa", "");
        problems.add(said, "");

        assertThat(problems.mentions(path)).isEqualTo(mentioned);
    }

    @Test
    void mentionsAddedProblems() {
        Problems problems = new Problems();
        problems.addAll(Collections.singletonList(new Problem("a.b", "")));

        assertThat(problems.mentions("a")).isTrue();
    }

    /** Each was compared with all before it, which took an hour. */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void mentionsIsFastForThousandsOfProblems() {
        Problems problems = new Problems();
        for (int i = 0; i < 300_000; i++) {
            String path = "containers[" + i + "].image";
            assertThat(problems.mentions(path)).isFalse();
            problems.add(path, "is required");
        }
        assertThat(problems.list()).hasSize(300_000);
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void suggestsNothingForVeryLongNames() {
        assertThat(DidYouMean.suggest("replcas", Collections.nCopies(200, "replicas")))
                .contains("replicas");
        assertThat(DidYouMean.suggest("replicas".repeat(6_000_000), Collections.nCopies(200, "replicas")))
                .isEmpty();
    }

    @Test
    void truncatesQuotedText() {
        assertThat(Quoted.of("\t".repeat(1000))).isEqualTo('"' + "\\t".repeat(40) + "…\"");
        assertThat(Quoted.of("😀".repeat(1000))).isEqualTo('"' + "😀".repeat(80) + "…\"");
        assertThat(Quoted.of("x".repeat(80))).isEqualTo('"' + "x".repeat(80) + '"');
    }
}
