package io.jenkins.plugins.deployworkload.workload.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DidYouMeanTest {

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void suggestsNothingForVeryLongNames() {
        assertThat(DidYouMean.suggest("replcas", Collections.nCopies(200, "replicas")))
                .contains("replicas");
        assertThat(DidYouMean.suggest("replicas".repeat(6_000_000), Collections.nCopies(200, "replicas")))
                .isEmpty();
    }
}
