package io.jenkins.plugins.deployworkload.rollout.role;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.cronJob;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.daemonSet;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.edit;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.job;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.metadata;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import io.jenkins.plugins.deployworkload.rollout.preflight.ReferenceCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An account with only the least Role deploys, changes, deploys again, breaks, rolls back and prunes as an administrator
 * does. With each single verb taken away, something of that fails or is reported.
 */
@Tag("control-plane")
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class LeastRoleTest {

    private static final RolloutOptions OPTIONS = RolloutOptions.defaults()
            .withOnFailure(OnFailure.ROLLBACK)
            .withPrune(true)
            .withPatience(Map.of("CrashLoop", Duration.ZERO));

    private static final Pattern COMPLAINT =
            Pattern.compile("does not allow|forbidden|no permission", Pattern.CASE_INSENSITIVE);

    /**
     * A watch of pods and ReplicaSets starts without a list. It lists only if the API server has forgotten its position;
     * see {@code ReflectorTest}.
     */
    private static final Set<String> NEEDED_LATER = Set.of("list pods", "list replicasets");

    /** What an earlier kind has shown to be needed, such as the permissions for revisions. */
    private static final Set<String> PROVEN = ConcurrentHashMap.newKeySet();

    /** Each run has a namespace and a thread of its own, and the control plane has few processors. */
    private static final int AT_ONCE = 4;

    private enum Kind {
        DEPLOYMENT {
            @Override
            List<HasMetadata> objects(PodTemplateSpec pod, int version) {
                HasMetadata autoscaler = new HorizontalPodAutoscalerBuilder()
                        .withMetadata(metadata())
                        .withNewSpec()
                        .withNewScaleTargetRef("apps/v1", "Deployment", "web")
                        .withMinReplicas(1)
                        .withMaxReplicas(1 + version)
                        .endSpec()
                        .build();
                return List.of(
                        service(80 + version),
                        autoscaler,
                        edit(
                                deployment(1, pod),
                                deployment -> deployment.getSpec().setReplicas(null)));
            }
        },
        STATEFUL_SET {
            @Override
            List<HasMetadata> objects(PodTemplateSpec pod, int version) {
                return List.of(service(80 + version), statefulSet(1, pod).build());
            }
        },
        DAEMON_SET {
            @Override
            List<HasMetadata> objects(PodTemplateSpec pod, int version) {
                return List.of(daemonSet(pod).build());
            }
        },
        JOB {
            @Override
            List<HasMetadata> objects(PodTemplateSpec pod, int version) {
                return List.of(job(pod));
            }

            @Override
            PodTemplateSpec brokenPod() {
                return podTemplate("nginx:9", "fail", "true");
            }

            @Override
            boolean showsLog() {
                return false;
            }
        },
        CRON_JOB {
            @Override
            List<HasMetadata> objects(PodTemplateSpec pod, int version) {
                return List.of(cronJob(pod));
            }
        };

        abstract List<HasMetadata> objects(PodTemplateSpec pod, int version);

        List<HasMetadata> healthy(int version) {
            return objects(referring(podTemplate("nginx:" + version)), version);
        }

        List<HasMetadata> broken() {
            return objects(referring(brokenPod()), 9);
        }

        PodTemplateSpec brokenPod() {
            return podTemplate("nginx:9", "failure", "crash");
        }

        /** Whether a finding about the broken pod shows the log of its container. */
        boolean showsLog() {
            return true;
        }

        private static PodTemplateSpec referring(PodTemplateSpec pod) {
            pod.getSpec().setServiceAccountName("default");
            return pod;
        }

        boolean isUnhealthyWhenBroken() {
            return this != CRON_JOB;
        }
    }

    private static HasMetadata configMap(String name, int version) {
        return new ConfigMapBuilder()
                .withMetadata(metadata())
                .editMetadata()
                .withName(name)
                .endMetadata()
                .addToData("version", String.valueOf(version))
                .build();
    }

    private static List<HasMetadata> and(List<HasMetadata> objects, HasMetadata... others) {
        List<HasMetadata> all = new ArrayList<>(objects);
        all.addAll(List.of(others));
        return all;
    }

    /** The same objects under another name, so that each kind has an object that a rollback deletes. */
    private static List<HasMetadata> extra(List<HasMetadata> objects) {
        return objects.stream()
                .map(object -> {
                    HasMetadata copy = Serialization.clone(object);
                    copy.getMetadata().setName("extra");
                    return copy;
                })
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    @Execution(ExecutionMode.SAME_THREAD)
    void roleIsSufficientAndMinimal(Kind kind) {
        List<HasMetadata> objects = and(kind.healthy(1), configMap("settings", 1));
        List<PolicyRule> rules =
                LeastRole.of(objects, OPTIONS, false, "default").rules();
        assertThat(difference(kind, rules)).as("with the least Role").isEmpty();

        Semaphore permits = new Semaphore(AT_ONCE);
        List<Reduced> unproven = withoutOneVerb(rules).stream()
                .filter(reduced -> !NEEDED_LATER.contains(reduced.missing()))
                .filter(reduced -> PROVEN.add(reduced.missing()))
                .toList();
        List<String> needless = VirtualThreads.forEach(unproven, reduced -> {
            permits.acquireUninterruptibly();
            try {
                return difference(kind, reduced.rules()).isPresent() ? "" : reduced.missing();
            } finally {
                permits.release();
            }
        });
        assertThat(needless).filteredOn(missing -> !missing.isEmpty()).isEmpty();
    }

    private record Reduced(String missing, List<PolicyRule> rules) {}

    private static List<Reduced> withoutOneVerb(List<PolicyRule> rules) {
        List<PolicyRule> single = rules.stream()
                .flatMap(rule -> rule.getResources().stream()
                        .map(resource -> new PolicyRuleBuilder(rule)
                                .withResources(resource)
                                .build()))
                .toList();
        return single.stream()
                .flatMap(rule -> rule.getVerbs().stream()
                        .map(verb -> new Reduced(
                                verb + " " + rule.getResources().getFirst(),
                                single.stream()
                                        .map(other -> other == rule ? without(rule, verb) : Stream.of(other))
                                        .flatMap(remaining -> remaining)
                                        .toList())))
                .toList();
    }

    private static Stream<PolicyRule> without(PolicyRule rule, String verb) {
        List<String> verbs =
                rule.getVerbs().stream().filter(other -> !other.equals(verb)).toList();
        return verbs.isEmpty()
                ? Stream.of()
                : Stream.of(new PolicyRuleBuilder(rule).withVerbs(verbs).build());
    }

    /** What an account with these rules does not do as an administrator does; empty if it does all. */
    private static Optional<String> difference(Kind kind, List<PolicyRule> rules) {
        try (TestCluster cluster =
                new TestCluster(SharedControlPlane.get().tokenFor("deployer"), GracePeriods.standard())) {
            cluster.grant(rules.toArray(PolicyRule[]::new));
            return new Run(cluster, kind).difference();
        }
    }

    private record Run(TestCluster cluster, Kind kind) {

        Optional<String> difference() {
            return first(List.of(
                    () -> deploy("create", and(kind.healthy(1), configMap("settings", 1), configMap("old", 1)))
                            .expect(Outcome.SUCCEEDED, Operation.CREATED),
                    () -> deploy("change and prune", and(kind.healthy(2), configMap("settings", 2)))
                            .expect(Outcome.SUCCEEDED, null),
                    () -> expectAbsent("old"),
                    () -> deploy("deploy again", and(kind.healthy(2), configMap("settings", 2)))
                            .expect(Outcome.SUCCEEDED, kind == Kind.JOB ? null : Operation.UNCHANGED),
                    () -> kind.isUnhealthyWhenBroken() ? breakAndRollBack() : Optional.empty(),
                    () -> kind.isUnhealthyWhenBroken() ? Optional.empty() : createAndPruneExtra(),
                    () -> expectAbsent("extra")));
        }

        private static boolean isComplaint(String text) {
            return COMPLAINT.matcher(text).find();
        }

        private static Optional<String> first(List<Supplier<Optional<String>>> steps) {
            return steps.stream().map(Supplier::get).flatMap(Optional::stream).findFirst();
        }

        private Optional<String> breakAndRollBack() {
            List<HasMetadata> broken = and(kind.broken(), configMap("settings", 3), configMap("extra", 3));
            broken.addAll(extra(kind.broken()));
            Step step = deploy("break", broken);
            if (step.complaint != null) {
                return step.expect(Outcome.FAILED, null);
            }
            RecoveryOutcome recovery = step.result.recovery();
            if (recovery != RecoveryOutcome.ROLLED_BACK) {
                return Optional.of("break: " + recovery + ": " + step.result.message());
            }
            // Without the permission, the log of the finding is a line with the reason.
            if (kind.showsLog()
                    && step.result.findings().stream()
                            .map(Finding::log)
                            .noneMatch(log -> !log.isEmpty() && log.stream().noneMatch(Run::isComplaint))) {
                return Optional.of("break: no log in " + step.result.findings());
            }
            return step.expect(Outcome.FAILED, null);
        }

        private Optional<String> createAndPruneExtra() {
            List<HasMetadata> more = and(kind.healthy(2), configMap("settings", 2));
            more.addAll(extra(kind.healthy(2)));
            return first(List.of(
                    () -> deploy("create more", more).expect(Outcome.SUCCEEDED, null),
                    () -> deploy("prune", and(kind.healthy(2), configMap("settings", 2)))
                            .expect(Outcome.SUCCEEDED, Operation.UNCHANGED)));
        }

        private Optional<String> expectAbsent(String name) {
            boolean exists = and(kind.objects(podTemplate("nginx"), 1), configMap("settings", 1)).stream()
                    .anyMatch(object -> {
                        HasMetadata named = Serialization.clone(object);
                        named.getMetadata().setName(name);
                        named.getMetadata().setNamespace(cluster.namespace);
                        HasMetadata found = cluster.admin().resource(named).get();
                        return found != null && found.getMetadata().getDeletionTimestamp() == null;
                    });
            return exists ? Optional.of(name + " still exists") : Optional.empty();
        }

        private Step deploy(String name, List<HasMetadata> objects) {
            AtomicReference<String> complaint = new AtomicReference<>();
            AtomicReference<Rollout> running = new AtomicReference<>();
            RolloutRequest request =
                    new RolloutRequest(cluster.namespace, "web", objects, Duration.ofMinutes(2), OPTIONS);
            ReferenceCheck.of(cluster.connection, List.of(request), false)
                    .note()
                    .ifPresent(complaint::set);
            if (complaint.get() == null) {
                Rollout rollout = cluster.engine.start(cluster.connection, request, event -> {
                    if (event instanceof RolloutEvent.Warning warning
                            && COMPLAINT.matcher(warning.message()).find()) {
                        complaint.compareAndSet(null, warning.message());
                        // The difference is known, so the wait need not last until the timeout.
                        Optional.ofNullable(running.get()).ifPresent(found -> found.stop("complained"));
                    }
                });
                running.set(rollout);
                if (complaint.get() != null) {
                    rollout.stop("complained");
                }
                return new Step(name, TestCluster.await(rollout), complaint.get());
            }
            return new Step(name, null, complaint.get());
        }
    }

    /** @param complaint the first message about a missing permission; {@code null} if there is none */
    private record Step(String name, RolloutResult result, String complaint) {

        /** @param operation the operation on each object; {@code null} for any */
        Optional<String> expect(Outcome outcome, Operation operation) {
            if (complaint != null) {
                return Optional.of(name + ": " + complaint);
            }
            if (result.outcome() != outcome
                    || COMPLAINT.matcher(result.message()).find()) {
                return Optional.of(name + ": " + result.outcome() + ": " + result.message());
            }
            return operation == null
                            || result.objects().stream()
                                    .map(AppliedObject::operation)
                                    .allMatch(operation::equals)
                    ? Optional.empty()
                    : Optional.of(name + ": " + result.objects());
        }
    }
}
