package io.jenkins.plugins.deployworkload.workload.binding;

import static org.assertj.core.api.Assertions.assertThat;

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
    void mentionsPathsAtOrBelow(String problemPath, String path, boolean mentioned) {
        Problems problems = new Problems();
        // In alphabetical order, these paths are between the path "a" and the paths below it ("a." and "a[").
        problems.add("a-", "");
        problems.add("a+", "");
        problems.add("aa", "");
        problems.add(problemPath, "");

        assertThat(problems.mentions(path)).isEqualTo(mentioned);
    }

    /** The author of a file in a pull request chooses the keys and the name of the file. */
    @Test
    void pathAndLocationStayOnTheLine() {
        assertThat(new Problem("labels[\"a\nFinished: SUCCESS\"]", "unknown", "w\u001B[2J.yaml:1:2"))
                .hasToString("w\\u001b[2J.yaml:1:2: labels[\"a\\nFinished: SUCCESS\"]: unknown");
    }

    @Test
    void mentionsAddedProblems() {
        Problems problems = new Problems();
        problems.addAll(Collections.singletonList(new Problem("a.b", "")));

        assertThat(problems.mentions("a")).isTrue();
    }

    /** An earlier implementation compared each path with all earlier paths, and took an hour for this input. */
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
}
