package io.jenkins.plugins.deployworkload.workload.binding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ScalarReaderTest {

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void refusesLongNumberQuickly() {
        Problems problems = new Problems();

        assertThat(ScalarReader.read(Integer.class, TextNode.valueOf("1".repeat(50_000_000)), "replicas", problems))
                .isNull();
        assertThat(problems.list())
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .endsWith("is not a whole number, or is too large");
    }
}
