package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a running step says of itself. */
class StepStatusTest {

    private static final ObjectRef DEPLOYMENT = new ObjectRef("apps/v1", "Deployment", "shop", "web");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Locale before = Locale.getDefault();
    private final StepStatus status = new StepStatus();

    /** Whatever the controller's language is, the status is English. */
    @BeforeEach
    void setKoreanLocale() {
        Locale.setDefault(Locale.KOREAN);
    }

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(before);
    }

    @Test
    void showsWorkloadPhaseAndObject() {
        assertThat(status.text()).isEqualTo("reading what is to be deployed");
        RolloutListener web = status.listenerFor("web");
        assertThat(status.text()).isEqualTo("web: being applied");
        web.on(new RolloutEvent.Waiting(NOW, memory("web")));
        assertThat(status.text()).isEqualTo("web: applied, waiting until it runs");
        web.on(new RolloutEvent.Progress(NOW, DEPLOYMENT, "1 of 2"));
        assertThat(status.text()).isEqualTo("web: applied, waiting until it runs: Deployment web: 1 of 2");
    }

    @Test
    void rollbackResetsProgress() {
        RolloutListener web = status.listenerFor("web");
        web.on(new RolloutEvent.Progress(NOW, DEPLOYMENT, "1 of 2"));
        web.on(new RolloutEvent.RollingBack(NOW, "why", memory("web")));
        assertThat(status.text()).isEqualTo("web: does not run, being undone");
        web.on(new RolloutEvent.Progress(NOW, DEPLOYMENT, "0 of 2"));
        assertThat(status.text()).isEqualTo("web: does not run, being undone: Deployment web: 0 of 2");
    }

    @Test
    void listsRunningWorkloads() {
        RolloutListener web = status.listenerFor("web");
        status.listenerFor("api");
        assertThat(status.text()).isEqualTo("web: being applied; api: being applied");
        web.on(new RolloutEvent.Ended(
                NOW, RolloutGroup.refused(plan(), "web", "why").result()));
        assertThat(status.text()).isEqualTo("api: being applied");
    }

    private static RolloutCheckpoint memory(String workload) {
        return RolloutGroup.refused(plan(), workload, "").checkpoint();
    }

    private static DeploymentPlan plan() {
        return new DeploymentPlan("shop", Duration.ofMinutes(1), RolloutOptions.defaults(), List.of());
    }
}
