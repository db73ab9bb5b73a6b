package io.jenkins.plugins.deployworkload.rollout.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "images must come from the company's registry | images must come from the company's registry.",
                "It is refused.                               | It is refused.",
                "Is it?                                       | Is it?",
                "(Whether it was applied is not known.)       | (Whether it was applied is not known.)",
                "conflict with (unknown)                      | conflict with (unknown).",
                "거부되었습니다.                                    | 거부되었습니다.",
            })
    void everySentenceEndsWithAFullStop(String message, String sentence) {
        assertThat(Sentences.of(message)).isEqualTo(sentence);
    }

    @Test
    void joinedSentencesAreSeparatedByOneSpace() {
        assertThat(Sentences.join("denied by the company's registry \n", "", "Already applied: Service web"))
                .isEqualTo("denied by the company's registry. Already applied: Service web.");
    }
}
