package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A workload with one to four pods. Each pod shows one to three problems, one after the other and in the order in which
 * Kubernetes starts a pod, and then becomes ready or stays in its last state. The same seed gives the same workload.
 */
final class RandomSymptoms {

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** The order in which problems follow each other. Volumes are mounted before the sandbox is created. */
    private static final List<String> ORDER = List.of(
            "unscheduled-event",
            "unscheduled",
            "claim",
            "failed",
            "starting",
            "waiting",
            "terminated-once",
            "terminated",
            "running");

    private static final List<String> STARTING_ORDER =
            List.of("FailedAttachVolume", "FailedMount", "FailedMapVolume", "FailedCreatePodSandBox");

    private static final List<KubernetesReason> REASONS =
            KubernetesReason.all().stream().filter(KubernetesReason::isAboutPod).toList();

    private enum End {
        READY,
        LAST_PROBLEM,
        SLOW
    }

    /** A problem and how long it lasts. */
    private record Segment(KubernetesReason reason, Duration duration) {}

    private final Random random;
    private final HasMetadata controller;
    private final String ownerUid;
    private final WorkloadCache cache = new WorkloadCache(START);
    private final List<RandomPod> pods = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private final Diagnosis diagnosis = new Diagnosis(GracePeriods.standard(), () -> now.toNanos());

    private RandomSymptoms(long seed) {
        random = new Random(seed);
        controller = switch (random.nextInt(4)) {
            case 0 -> deployment();
            case 1 ->
                new StatefulSetBuilder()
                        .withNewMetadata()
                        .withName("web")
                        .withUid("web")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(1)
                        .withPodManagementPolicy("Parallel")
                        .withNewTemplate()
                        .withNewSpec()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .withNewStatus()
                        .endStatus()
                        .build();
            case 2 ->
                new DaemonSetBuilder()
                        .withNewMetadata()
                        .withName("web")
                        .withUid("web")
                        .endMetadata()
                        .withNewStatus()
                        .endStatus()
                        .build();
            default ->
                new JobBuilder()
                        .withNewMetadata()
                        .withName("web")
                        .withUid("web")
                        .endMetadata()
                        .withNewSpec()
                        .endSpec()
                        .build();
        };
        ownerUid = controller.getKind().equals("Deployment") ? "replicas" : "web";
    }

    private HasMetadata deployment() {
        cache.upsert(new ReplicaSetBuilder()
                .withNewMetadata()
                .withName("web-1")
                .withUid("replicas")
                .addToAnnotations("deployment.kubernetes.io/revision", "1")
                .addNewOwnerReference()
                .withUid("web")
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .build());
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("web")
                .withUid("web")
                .addToAnnotations("deployment.kubernetes.io/revision", "1")
                .endMetadata()
                .build();
    }

    /** All pods become ready. No problem lasts as long as its grace period. */
    static RandomSymptoms healing(long seed) {
        RandomSymptoms mix = new RandomSymptoms(seed);
        mix.addPods(
                pod -> End.READY,
                REASONS.stream()
                        .filter(reason -> !reason.ends().equals("at once"))
                        .toList());
        return mix;
    }

    /** All pods stay in a problem that ends the wait. */
    static RandomSymptoms lasting(long seed) {
        RandomSymptoms mix = new RandomSymptoms(seed);
        mix.addPods(
                pod -> End.LAST_PROBLEM,
                REASONS.stream().filter(KubernetesReason::isFailure).toList());
        return mix;
    }

    /** The first pod stays unready without a problem that ends the wait, the others heal. */
    static RandomSymptoms slow(long seed) {
        RandomSymptoms mix = new RandomSymptoms(seed);
        mix.addPods(
                pod -> pod == 0 ? End.SLOW : End.READY,
                REASONS.stream().filter(reason -> !reason.isFailure()).toList());
        return mix;
    }

    /** Parts of the status are missing. */
    static RandomSymptoms incomplete(long seed) {
        RandomSymptoms mix = new RandomSymptoms(seed);
        mix.addPods(pod -> End.LAST_PROBLEM, REASONS);
        mix.pods.forEach(pod -> pod.incomplete = true);
        return mix;
    }

    private void addPods(java.util.function.IntFunction<End> end, List<KubernetesReason> reasons) {
        int count = 1 + random.nextInt(4);
        IntStream.range(0, count).forEach(number -> pods.add(new RandomPod(number, end.apply(number), reasons)));
    }

    /** Whether a failure is certain in the end. A Job retries some problems. */
    boolean mustFail() {
        return !controller.getKind().equals("Job")
                || pods.stream()
                        .map(pod -> pod.segments.getLast().reason.endingSignal())
                        .noneMatch(Set.of("CrashLoop", "OutOfMemory", "RunError")::contains);
    }

    void advance(Duration time) {
        now = now.plus(time);
        pods.forEach(RandomPod::update);
    }

    Diagnosis.Report diagnose() {
        return diagnosis.diagnose(cache, controller);
    }

    boolean isOver() {
        return pods.stream().allMatch(pod -> pod.ready);
    }

    /** The longest time for which a pod that has not failed is known and not ready. */
    Duration longestUnready() {
        return pods.stream()
                .filter(pod -> !pod.ready && pod.unreadySince != null)
                .map(pod -> now.minus(pod.unreadySince))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static int rank(KubernetesReason reason) {
        return ORDER.indexOf(reason.state()) * 10 + 1 + STARTING_ORDER.indexOf(reason.reason());
    }

    @Override
    public String toString() {
        return controller.getKind() + " after " + now.toSeconds() + " s: "
                + pods.stream().map(RandomPod::toString).collect(Collectors.joining("; "));
    }

    private final class RandomPod {

        private final int number;
        private final End end;
        private final Duration created = Duration.ofSeconds(random.nextInt(20));
        private final List<Segment> segments;
        private boolean incomplete;
        private boolean ready;
        private Duration unreadySince;
        private int replacements;
        private int restarts;
        private Segment current;
        private Pod shown;

        RandomPod(int number, End end, List<KubernetesReason> reasons) {
            this.number = number;
            this.end = end;
            this.segments = segments(reasons);
        }

        /** One to three problems with different signals. */
        private List<Segment> segments(List<KubernetesReason> reasons) {
            List<KubernetesReason> chosen = new ArrayList<>();
            Set<String> signals = new HashSet<>();
            int count = 1 + random.nextInt(3);
            while (chosen.size() < count) {
                KubernetesReason reason = reasons.get(random.nextInt(reasons.size()));
                if (signals.add(reason.endingSignal()) && signals.add(reason.signal())
                        || reason.endingSignal().equals(reason.signal()) && chosen.isEmpty()) {
                    signals.add(reason.signal());
                    chosen.add(reason);
                } else if (random.nextInt(20) == 0) {
                    break;
                }
            }
            if (chosen.isEmpty()) {
                chosen.add(reasons.getFirst());
            }
            return chosen.stream()
                    .sorted(Comparator.comparing(RandomSymptoms::rank))
                    .map(reason -> new Segment(reason, duration(reason)))
                    .toList();
        }

        /** At most a second less than the grace period. */
        private Duration duration(KubernetesReason reason) {
            int limit = reason.grace()
                    .filter(grace -> !grace.isZero())
                    .map(grace -> (int) Math.min(grace.toSeconds() - 1, 150))
                    .orElse(100);
            return Duration.ofSeconds(1 + random.nextInt(limit));
        }

        void update() {
            if (ready || now.compareTo(created) < 0) {
                return;
            }
            Duration age = now.minus(created);
            Duration begin = Duration.ZERO;
            for (Segment segment : segments) {
                boolean last = segment == segments.getLast();
                if (age.minus(begin).compareTo(segment.duration) < 0 || last && end == End.LAST_PROBLEM) {
                    show(segment);
                    return;
                }
                begin = begin.plus(segment.duration);
            }
            if (end == End.READY) {
                show(null);
            } else if (current != null) {
                current = null;
                showStatus(runningUnready());
            }
        }

        private void show(Segment segment) {
            if (segment == null) {
                ready = true;
                unreadySince = null;
                current = null;
                showStatus(readyStatus());
                return;
            }
            if (segment == current) {
                return;
            }
            boolean failedBefore = current != null && current.reason.state().equals("failed");
            current = segment;
            if (failedBefore) {
                // The controller creates another pod.
                cache.delete(shown);
                replacements++;
                restarts = 0;
            }
            KubernetesReason reason = segment.reason;
            boolean failed = reason.state().equals("failed");
            if (failed || failedBefore) {
                unreadySince = null;
            }
            if (!failed && unreadySince == null) {
                unreadySince = now;
            }
            shown = pod(reason.isUnscheduled());
            PodStatus status = SERIALIZATION.unmarshal(reason.podStatus(shown), PodStatus.class);
            showStatus(status);
            reason.event(shown).ifPresent(event -> cache.upsert(timed(event).build()));
        }

        private EventBuilder timed(EventBuilder event) {
            event.withLastTimestamp(START.plus(now).toString());
            return "data".equals(event.buildInvolvedObject().getName())
                    ? event.editInvolvedObject().withName("data-" + number).endInvolvedObject()
                    : event;
        }

        private void showStatus(PodStatus status) {
            shown = pod(current != null && current.reason.isUnscheduled());
            for (ContainerStatus container : status.getContainerStatuses()) {
                restarts = Math.max(restarts, container.getRestartCount());
                container.setRestartCount(restarts);
            }
            boolean starting = current != null && current.reason.state().equals("starting");
            if (!status.getContainerStatuses().isEmpty() && number % 2 == 1 && !starting) {
                // The second container has no problem.
                status.getContainerStatuses()
                        .add(new ContainerStatusBuilder(
                                        status.getContainerStatuses().getFirst())
                                .withName("side")
                                .withReady(ready)
                                .withRestartCount(0)
                                .withLastState(null)
                                .withNewState()
                                .withNewRunning()
                                .endRunning()
                                .endState()
                                .build());
            }
            shown.setStatus(incomplete ? incomplete(status) : status);
            cache.upsert(shown);
        }

        private Pod pod(boolean unscheduled) {
            String uid = "pod-" + number + "-" + replacements;
            return new PodBuilder()
                    .withNewMetadata()
                    .withName("web-" + number)
                    .withUid(uid)
                    .withNamespace("shop")
                    .withCreationTimestamp(START.plus(created).toString())
                    .addNewOwnerReference()
                    .withUid(ownerUid)
                    .withController(true)
                    .endOwnerReference()
                    .endMetadata()
                    .withNewSpec()
                    .withNodeName(unscheduled ? null : "node-1")
                    .addNewContainer()
                    .withName("app")
                    .endContainer()
                    .addNewVolume()
                    .withNewPersistentVolumeClaim("data-" + number, false)
                    .endVolume()
                    .endSpec()
                    .build();
        }

        private PodStatus runningUnready() {
            return new PodStatusBuilder()
                    .withPhase("Running")
                    .addNewCondition()
                    .withType("Ready")
                    .withStatus("False")
                    .endCondition()
                    .addNewContainerStatus()
                    .withName("app")
                    .withReady(false)
                    .withRestartCount(restarts)
                    .withNewState()
                    .withNewRunning()
                    .endRunning()
                    .endState()
                    .endContainerStatus()
                    .build();
        }

        private PodStatus readyStatus() {
            return new PodStatusBuilder(runningUnready())
                    .withConditions(new PodCondition(null, null, null, null, null, "True", "Ready"))
                    .editFirstContainerStatus()
                    .withReady(true)
                    .endContainerStatus()
                    .build();
        }

        /** The status without some of its optional fields. */
        private PodStatus incomplete(PodStatus status) {
            if (random.nextInt(8) == 0) {
                return null;
            }
            PodStatusBuilder builder = new PodStatusBuilder(status);
            if (random.nextBoolean()) {
                builder.withConditions(List.of());
            }
            if (random.nextInt(4) == 0) {
                builder.withPhase(null);
            }
            if (random.nextInt(4) == 0) {
                builder.withReason(null).withMessage(null);
            }
            PodStatus result = builder.build();
            for (ContainerStatus container : result.getContainerStatuses()) {
                switch (random.nextInt(8)) {
                    case 0 -> container.setState(null);
                    case 1 -> container.setLastState(null);
                    case 2 -> container.setRestartCount(null);
                    case 3 -> container.setReady(null);
                    case 4 -> strip(container);
                    default -> {}
                }
            }
            return result;
        }

        private void strip(ContainerStatus container) {
            if (container.getState() != null && container.getState().getWaiting() != null) {
                container.getState().getWaiting().setMessage(null);
                container.getState().getWaiting().setReason(random.nextBoolean() ? null : "Unknown");
            }
            if (container.getLastState() != null && container.getLastState().getTerminated() != null) {
                container.getLastState().getTerminated().setReason(null);
                container.getLastState().getTerminated().setExitCode(null);
            }
        }

        @Override
        public String toString() {
            return "pod %d (%s) %s, then %s"
                    .formatted(
                            number,
                            ready ? "ready" : current == null ? "-" : current.reason.signal(),
                            segments.stream()
                                    .map(segment -> segment.reason.state() + " " + segment.reason.reason() + "/"
                                            + segment.reason.signal() + " for " + segment.duration.toSeconds() + " s")
                                    .toList(),
                            end);
        }
    }
}
