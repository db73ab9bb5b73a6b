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
import org.junit.jupiter.api.parallel.Isolated;

/** Tests the status of a running step. */
@Isolated("sets the default locale")
class StepStatusTest {

    private static final ObjectRef DEPLOYMENT = new ObjectRef("apps/v1", "Deployment", "shop", "web");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Locale before = Locale.getDefault();
    private final StepStatus status = new StepStatus();

    /** Sets a Korean locale, because the status must be English in every locale. */
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
        assertThat(status.text()).isEqualTo("reading the workloads");
        RolloutListener web = status.listenerFor("web");
        assertThat(status.text()).isEqualTo("web: applying");
        web.on(new RolloutEvent.Waiting(NOW, checkpoint("web")));
        assertThat(status.text()).isEqualTo("web: applied, waiting until healthy");
        web.on(new RolloutEvent.Progress(NOW, DEPLOYMENT, "1 of 2"));
        assertThat(status.text()).isEqualTo("web: applied, waiting until healthy: Deployment web: 1 of 2");
    }

    @Test
    void rollbackResetsProgress() {
        RolloutListener web = status.listenerFor("web");
        web.on(new RolloutEvent.Progress(NOW, DEPLOYMENT, "1 of 2"));
        web.on(new RolloutEvent.RollingBack(NOW, "quota exceeded", checkpoint("web")));
        assertThat(status.text()).isEqualTo("web: not healthy, rolling back");
        web.on(new RolloutEvent.Progress(NOW, DEPLOYMENT, "0 of 2"));
        assertThat(status.text()).isEqualTo("web: not healthy, rolling back: Deployment web: 0 of 2");
    }

    @Test
    void listsRunningWorkloads() {
        RolloutListener web = status.listenerFor("web");
        status.listenerFor("api");
        assertThat(status.text()).isEqualTo("web: applying; api: applying");
        web.on(new RolloutEvent.Ended(
                NOW, RolloutGroup.refused(plan(), "web", "quota exceeded").result()));
        assertThat(status.text()).isEqualTo("api: applying");
    }

    private static RolloutCheckpoint checkpoint(String workload) {
        return RolloutGroup.refused(plan(), workload, "").checkpoint();
    }

    private static DeploymentPlan plan() {
        return new DeploymentPlan("shop", Duration.ofMinutes(1), RolloutOptions.defaults(), List.of());
    }
}
