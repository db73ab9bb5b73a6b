package io.jenkins.plugins.deployworkload.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings that a build stores for each deploy. */
class DeploySettingsTest {

    @Test
    void keepsTheOptionsButNeitherThePlanNorTheBuild() {
        RolloutOptions options =
                RolloutOptions.defaults().withOnFailure(OnFailure.ROLLBACK).withPrune(true);

        DeploySettings settings = DeploySettings.of(
                "mine",
                true,
                SampleRollout.checkpoint(options.withExpectedPlan("plan")
                        .withBuild(new RolloutOptions.BuildReference("shop/web", 1, null))));

        assertThat(settings.options()).isEqualTo(options);
        assertThat(settings.credentialsId()).isEqualTo("mine");
        assertThat(settings.skipPublishingChecks()).isTrue();
    }

    @Test
    void readsOptionsOfANewerVersion() {
        assertThat(new DeploySettings(null, false, 60, "{\"prune\": true, \"later\": {\"a\": 1}}").options())
                .isEqualTo(RolloutOptions.defaults().withPrune(true).withOnFailure(null));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "{", "[]"})
    void hasTheDefaultsIfTheOptionsCannotBeRead(String options) {
        DeploySettings settings = new DeploySettings(null, false, 0, options);
        assertThat(settings.options()).isEqualTo(RolloutOptions.defaults());
        assertThat(settings.timeout()).isNull();
    }
}
