package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The finding about each reason in {@code reasons.txt}, and when it ends the wait, by a controlled clock. */
class KubernetesReasonTest {

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private final AtomicLong clock = new AtomicLong();
    private final Diagnosis diagnosis = new Diagnosis(GracePeriods.standard(), clock::get);
    private final WorkloadCache cache = new WorkloadCache(Instant.EPOCH);
    private final HasMetadata controller = new StatefulSetBuilder()
            .withNewMetadata()
            .withName("web")
            .withUid("set")
            .endMetadata()
            .withNewSpec()
            .withReplicas(1)
            .withNewTemplate()
            .withNewSpec()
            .endSpec()
            .endTemplate()
            .endSpec()
            .withNewStatus()
            .endStatus()
            .build();

    static List<KubernetesReason> reasons() {
        return KubernetesReason.all();
    }

    private static Pod pod(KubernetesReason reason) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName("web-0")
                .withNamespace("shop")
                .withUid("5b4f")
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .addNewOwnerReference()
                .withUid("set")
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withNodeName(reason.isUnscheduled() ? null : "node-1")
                .addNewContainer()
                .withName("app")
                .withImage("nginx:1")
                .endContainer()
                .addNewVolume()
                .withNewPersistentVolumeClaim("data", false)
                .endVolume()
                .endSpec()
                .build();
        pod.setStatus(SERIALIZATION.unmarshal(reason.podStatus(pod), PodStatus.class));
        return pod;
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void namesReasonAndEndsWaitInTime(KubernetesReason reason) {
        Pod pod = pod(reason);
        if (reason.isAboutPod()) {
            cache.upsert(pod);
        }
        reason.event(reason.isAboutPod() ? pod : controller).ifPresent(event -> cache.upsert(event.build()));

        Diagnosis.Report first = diagnosis.diagnose(cache, controller);
        assertThat(first.active())
                .extracting(active ->
                        active.finding().signal() + ": " + active.finding().summary())
                .contains(reason.signal() + ": " + reason.summary());

        if (reason.grace().isEmpty()) {
            clock.addAndGet(Duration.ofHours(1).toNanos());
            assertThat(diagnosis.diagnose(cache, controller).fatal()).isEmpty();
            return;
        }
        Duration grace = reason.grace().get();
        if (!grace.isZero()) {
            assertThat(first.fatal()).isEmpty();
            clock.addAndGet(grace.minusMillis(1).toNanos());
            assertThat(diagnosis.diagnose(cache, controller).fatal()).isEmpty();
            clock.addAndGet(Duration.ofMillis(1).toNanos());
        }
        assertThat(diagnosis.diagnose(cache, controller).fatal())
                .map(fatal -> fatal.finding().signal())
                .contains(reason.endingSignal());
    }

    @Test
    void reasonsAreDistinct() {
        assertThat(reasons())
                .extracting(reason -> reason.state() + reason.reason() + reason.message())
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(60);
    }

    /** The page shows the file. If this test fails, copy the file that its message names. */
    @Test
    void pageShowsAllReasons() throws IOException {
        Path page = ReasonPage.path();
        String expected = ReasonPage.text(reasons());
        if (!Files.exists(page) || !Files.readString(page).equals(expected)) {
            Path written = Files.createDirectories(Path.of("target")).resolve(page.getFileName());
            Files.writeString(written, expected);
            assertThat(page).as("copy " + written.toAbsolutePath()).hasContent(expected);
        }
    }
}
