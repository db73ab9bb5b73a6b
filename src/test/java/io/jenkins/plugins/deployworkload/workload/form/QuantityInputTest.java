package io.jenkins.plugins.deployworkload.workload.form;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityInputTest {

    @ParameterizedTest
    @CsvSource({
        "100m, 100,  m",
        "1.5,  1.5,  ''",
        "2Gi,  2Gi,  m",
        "1e3,  1e3,  ''",
        "Mi,   Mi,   m",
        "'',   '',   ''",
    })
    void splitsQuantityIntoNumberAndUnit(String quantity, String number, String unit) {
        assertThat(QuantityInput.of(quantity, "m -")).isEqualTo(new QuantityInput(number, unit));
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void splitsLongTextQuickly() {
        String text = "a".repeat(3_000_000) + "1";

        assertThat(QuantityInput.of(text, "m -").number()).isEqualTo(text);
    }
}
