package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.RolloutMemory;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions;
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
    void korean() {
        Locale.setDefault(Locale.KOREAN);
    }

    @AfterEach
    void asItWas() {
        Locale.setDefault(before);
    }

    @Test
    void saysThePhaseTheWorkloadAndTheObject() {
        assertThat(status.text()).isEqualTo("reading what is to be deployed");
        RolloutListener web = status.of("web");
        assertThat(status.text()).isEqualTo("web: being applied");
        web.on(new RolloutEvent.Watching(NOW, memory("web")));
        assertThat(status.text()).isEqualTo("web: applied, waiting until it runs");
        web.on(new RolloutEvent.Progress(NOW, DEPLOYMENT, "1 of 2"));
        assertThat(status.text()).isEqualTo("web: applied, waiting until it runs: Deployment web: 1 of 2");
    }

    @Test
    void forgetsInARollbackHowFarItWas() {
        RolloutListener web = status.of("web");
        web.on(new RolloutEvent.Progress(NOW, DEPLOYMENT, "1 of 2"));
        web.on(new RolloutEvent.RollingBack(NOW, "why", memory("web")));
        assertThat(status.text()).isEqualTo("web: does not run, being undone");
        web.on(new RolloutEvent.Progress(NOW, DEPLOYMENT, "0 of 2"));
        assertThat(status.text()).isEqualTo("web: does not run, being undone: Deployment web: 0 of 2");
    }

    @Test
    void tellsOfEachWorkloadThatGoesOn() {
        RolloutListener web = status.of("web");
        status.of("api");
        assertThat(status.text()).isEqualTo("web: being applied; api: being applied");
        web.on(new RolloutEvent.Ended(
                NOW, Deployments.refused(plan(), "web", "why").result()));
        assertThat(status.text()).isEqualTo("api: being applied");
    }

    private static RolloutMemory memory(String workload) {
        return Deployments.refused(plan(), workload, "").memory();
    }

    private static Plan plan() {
        return new Plan("shop", Duration.ofMinutes(1), RolloutOptions.defaults(), List.of());
    }
}
