package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Diagnosis of large workloads. The tests count how often an event is read; they measure no time. */
class DiagnosisBoundsTest {

    private static final int PODS = 1_000;
    private static final int WARNINGS = 10_000;

    /** About as many as there are detectors that read the events of a pod, times the reads of each. */
    private static final int READS_OF_EVENT = 60;

    private static final AtomicLong READS = new AtomicLong();

    private final WorkloadCache cache = new WorkloadCache(Instant.parse("2026-01-01T00:00:00Z"));
    private final Diagnosis diagnosis = new Diagnosis(GracePeriods.standard(), () -> 0);
    private final HasMetadata controller = new StatefulSetBuilder()
            .withNewMetadata()
            .withName("web")
            .withUid("set")
            .endMetadata()
            .withNewSpec()
            .withReplicas(PODS)
            .withNewTemplate()
            .withNewSpec()
            .endSpec()
            .endTemplate()
            .endSpec()
            .withNewStatus()
            .endStatus()
            .build();

    /** An event that counts how often it is read. */
    private static final class CountedEvent extends Event {

        private static final long serialVersionUID = 1;

        @Override
        public String getReason() {
            READS.incrementAndGet();
            return super.getReason();
        }

        @Override
        public ObjectReference getInvolvedObject() {
            READS.incrementAndGet();
            return super.getInvolvedObject();
        }
    }

    private static Pod pod(int number) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("web-" + number)
                .withUid("pod-" + number)
                .addNewOwnerReference()
                .withUid("set")
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .addNewVolume()
                .withNewPersistentVolumeClaim("data-" + number, false)
                .endVolume()
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .addNewContainerStatus()
                .withName("app")
                .withNewState()
                .withNewWaiting("", "ContainerCreating")
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    private static Event warning(String kind, String name, String uid, int number) {
        CountedEvent event = new CountedEvent();
        event.setMetadata(new ObjectMetaBuilder()
                .withName(name + "." + number)
                .withUid("event-" + number)
                .build());
        event.setInvolvedObject(new ObjectReferenceBuilder()
                .withKind(kind)
                .withName(name)
                .withUid(uid)
                .build());
        event.setReason("FailedMount");
        event.setMessage("warning " + number);
        event.setType("Warning");
        return event;
    }

    @Test
    void oneDiagnosisReadsEachWarningAFewTimes() {
        for (int i = 0; i < PODS; i++) {
            cache.upsert(pod(i));
        }
        for (int i = 0; i < WARNINGS; i++) {
            cache.upsert(warning("Pod", "web-" + i % PODS, "pod-" + i % PODS, i));
        }
        READS.set(0);
        assertThat(diagnosis.diagnose(cache, controller).active()).hasSize(1);
        assertThat(READS.get()).isPositive().isLessThan((long) READS_OF_EVENT * WARNINGS);
    }

    /** Every account that may create Events in the namespace chooses these texts. */
    @Test
    void reasonAndContainerOfAnEventCannotChangeTheLog() {
        String hostile = "x\u001B[8m\u202E\u2028\r\nFinished: SUCCESS" + "y".repeat(10_000);
        cache.upsert(pod(0));
        Event event = warning("Pod", "web-0", "pod-0", 1);
        event.setReason(hostile);
        event.getInvolvedObject().setFieldPath("spec.containers{" + hostile + "}");
        event.setLastTimestamp(hostile);
        cache.upsert(event);

        assertThat(diagnosis.diagnose(cache, controller).active())
                .isNotEmpty()
                .allSatisfy(
                        active -> assertThat(String.join("", active.finding().lines()))
                                .doesNotContainPattern("[\\p{Cc}\\u2028\\u202E]")
                                .hasSizeLessThan(4_000))
                .anySatisfy(active -> assertThat(active.finding().summary()).contains("Finished: SUCCESS"));
    }

    /** Warnings of one object, for example a pod that a broken component reports on again and again. */
    @Test
    void keepsLatestWarningsOfEachObject() {
        cache.upsert(pod(0));
        cache.upsert(pod(1));
        for (int i = 0; i < WARNINGS; i++) {
            cache.upsert(warning("Pod", "web-0", "pod-0", i));
        }
        cache.upsert(warning("Pod", "web-1", "pod-1", WARNINGS));
        assertThat(cache.view(controller).warningsFor(pod(0)))
                .hasSize(20)
                .last()
                .satisfies(event -> assertThat(event.getMessage()).isEqualTo("warning 9999"));
        assertThat(cache.view(controller).warningsFor(pod(1))).hasSize(1);
        assertThat(cache.warningCount()).isEqualTo(21);
    }

    /** Events about PersistentVolumeClaims of other workloads arrive, too. */
    @Test
    void limitsNumberOfWarnings() {
        cache.upsert(pod(0));
        for (int i = 0; i < WARNINGS; i++) {
            cache.upsert(warning("PersistentVolumeClaim", "other-" + i, "claim-" + i, i));
        }
        assertThat(cache.warningCount()).isEqualTo(5_000);
        assertThat(cache.view(controller).warningsFor("PersistentVolumeClaim", "other-4999"))
                .as("the oldest are dropped")
                .isEmpty();
        assertThat(cache.view(controller).warningsFor("PersistentVolumeClaim", "other-5000"))
                .hasSize(1);
    }

    @Test
    void updatedWarningReplacesItsEarlierState() {
        cache.upsert(pod(0));
        cache.upsert(warning("Pod", "web-0", "pod-0", 1));
        cache.upsert(warning("Pod", "web-0", "pod-0", 2));
        Event updated = warning("Pod", "web-0", "pod-0", 1);
        updated.setMessage("again");
        cache.upsert(updated);
        assertThat(cache.view(controller).warningsFor(pod(0)))
                .extracting(Event::getMessage)
                .containsExactly("warning 2", "again");
    }

    /** The relevance of an event is decided when the event arrives, so it must not depend on the number of pods. */
    @Test
    void knowsClaimsOfPodsUntilTheyAreDeleted() {
        Event event = warning("PersistentVolumeClaim", "data-7", "claim", 1);
        assertThat(cache.isRelevant(event)).isFalse();
        cache.upsert(pod(7));
        cache.upsert(pod(7));
        assertThat(cache.isRelevant(event)).isTrue();
        cache.delete(pod(7));
        assertThat(cache.isRelevant(event)).isFalse();
    }
}
