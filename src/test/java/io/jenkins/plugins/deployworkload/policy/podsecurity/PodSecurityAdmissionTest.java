package io.jenkins.plugins.deployworkload.policy.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.rollout.model.PodTemplates;
import io.jenkins.plugins.deployworkload.testing.KubernetesVersion;
import io.jenkins.plugins.deployworkload.testing.ProjectRoot;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compares the checks with the PodSecurity admission plugin of a real API server. Pods are created as a dry run in
 * namespaces that enforce a level. For a full run, set {@code -Dpodsecurity.full}; for other pods, set
 * {@code -Dpodsecurity.seed}.
 */
@Tag("control-plane")
class PodSecurityAdmissionTest {

    private static final int THREADS = 8;
    private static final int CASES = 400;
    private static final int FULL_RUN_CASES = 6_000;
    private static final int MAX_SHOWN = 20;

    private static final List<PodSecurityLevel> ENFORCED =
            List.of(PodSecurityLevel.BASELINE, PodSecurityLevel.RESTRICTED);

    private static final KubernetesClient CLIENT = SharedControlPlane.get().client();

    private static final Map<PodSecurityLevel, String> NAMESPACES = new TreeMap<>();

    /** Pods that the API server refuses as invalid, so that admission does not see them. */
    private static final Queue<String> INVALID = new ConcurrentLinkedQueue<>();

    /** The verdicts of the API server and of this plugin on one pod. */
    private record Comparison(PodSecurityLevel level, Pod pod, AdmissionVerdict apiServer, AdmissionVerdict ours) {

        String disagreement() {
            return level + "\n  API server: " + apiServer.checks() + "\n  this plugin: " + ours.checks() + "\n  "
                    + Serialization.asJson(pod);
        }
    }

    @BeforeAll
    static void createNamespaces() {
        // An older API server allows fewer sysctls.
        KubernetesVersion.assumeSince(
                Integer.parseInt(PodSecurity.VERSION.substring("v1.".length())), "the checks of the plugin");
        ENFORCED.forEach(level -> NAMESPACES.put(level, createNamespace(level)));
    }

    @AfterAll
    static void deleteNamespaces() {
        NAMESPACES.values().forEach(name -> CLIENT.namespaces().withName(name).delete());
    }

    @Test
    void agreesWithApiServerOnRandomPods() throws Exception {
        int cases = System.getProperty("podsecurity.full") == null ? CASES : FULL_RUN_CASES;
        long seed = Long.getLong("podsecurity.seed", 1);
        List<Comparison> comparisons = compare(IntStream.range(0, cases)
                .mapToObj(number -> PodGenerator.generate(seed, number))
                .toList());
        String report = report(comparisons);
        System.out.println(report);

        assertThat(INVALID.stream().limit(MAX_SHOWN)).isEmpty();
        assertThat(disagreements(comparisons)).as(report).isEmpty();
        // A check that only allows, or only forbids, would not be compared.
        for (PodSecurityLevel level : ENFORCED) {
            for (String check : PodSecurity.checkIds(level)) {
                assertThat(forbidden(comparisons, level, check))
                        .as(level + " " + check + "\n" + report)
                        .isBetween(isReachable(check) ? 1L : 0L, cases - 1L);
            }
        }
    }

    @Test
    void agreesWithApiServerOnExamples() throws Exception {
        List<Pod> pods = new ArrayList<>();
        try (Stream<Path> files = Files.list(ProjectRoot.path().resolve("docs/examples"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                for (Workload workload : YamlReader.read(Files.readString(file), file.toString(), Workload.class)) {
                    WorkloadRenderer.render(workload, "default").stream()
                            .flatMap(PodSecurityAdmissionTest::pods)
                            .forEach(pods::add);
                }
            }
        }
        List<Comparison> comparisons = compare(pods);
        System.out.println(report(comparisons));

        assertThat(INVALID.stream().limit(MAX_SHOWN)).isEmpty();
        assertThat(pods).hasSizeGreaterThan(10);
        assertThat(disagreements(comparisons)).isEmpty();
    }

    /**
     * The API server refuses {@code procMount: Unmasked} without a user namespace as invalid, before admission, and the
     * level baseline allows it with a user namespace. {@link PodSecurityTest} covers this check.
     */
    private static boolean isReachable(String check) {
        return !check.equals("procMount");
    }

    /** Returns the pod of a controller's pod template; the result is empty for an object without pods. */
    private static Stream<Pod> pods(HasMetadata object) {
        PodTemplateSpec template = PodTemplates.of(object);
        if (template.getSpec().getContainers().isEmpty()) {
            return Stream.empty();
        }
        PodBuilder pod = new PodBuilder()
                .withNewMetadataLike(template.getMetadata())
                .withName(object.getMetadata().getName())
                .withNamespace(null)
                .endMetadata()
                .withSpec(template.getSpec())
                // The API server refuses pods that name objects which do not exist.
                .editSpec()
                .withServiceAccountName(null)
                .withPriorityClassName(null)
                .withRuntimeClassName(null)
                .endSpec();
        if (object instanceof StatefulSet set) {
            for (PersistentVolumeClaim claim : set.getSpec().getVolumeClaimTemplates()) {
                String name = claim.getMetadata().getName();
                pod.editSpec()
                        .addToVolumes(new VolumeBuilder()
                                .withName(name)
                                .withNewPersistentVolumeClaim(name, false)
                                .build())
                        .endSpec();
            }
        }
        return Stream.of(pod.build());
    }

    private static List<Comparison> compare(List<Pod> pods) throws Exception {
        List<Future<Comparison>> running = new ArrayList<>();
        List<Comparison> comparisons = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Pod pod : pods) {
                ENFORCED.forEach(level -> running.add(threads.submit(() -> compare(level, pod))));
            }
            for (Future<Comparison> comparison : running) {
                comparisons.add(comparison.get());
            }
        }
        return comparisons;
    }

    private static Comparison compare(PodSecurityLevel level, Pod pod) {
        return new Comparison(
                level,
                pod,
                apiServer(level, pod),
                AdmissionVerdict.ofViolations(PodSecurity.check(level, pod.getMetadata(), pod.getSpec(), () -> true)));
    }

    private static AdmissionVerdict apiServer(PodSecurityLevel level, Pod pod) {
        try {
            CLIENT.resource(pod).inNamespace(NAMESPACES.get(level)).dryRun().create();
            return new AdmissionVerdict(Map.of());
        } catch (KubernetesClientException e) {
            if (e.getCode() != 403) {
                INVALID.add(e.getStatus().getMessage() + "\n  " + Serialization.asJson(pod));
                return new AdmissionVerdict(Map.of());
            }
            return AdmissionVerdict.ofMessage(level, e.getStatus().getMessage());
        }
    }

    private static List<String> disagreements(List<Comparison> comparisons) {
        return comparisons.stream()
                .filter(comparison -> !comparison.apiServer.agreesWith(comparison.ours))
                .map(Comparison::disagreement)
                .limit(MAX_SHOWN)
                .toList();
    }

    private static long forbidden(List<Comparison> comparisons, PodSecurityLevel level, String check) {
        return comparisons.stream()
                .filter(comparison -> comparison.level == level)
                .filter(comparison -> comparison.apiServer.checks().containsKey(check))
                .count();
    }

    private static String report(List<Comparison> comparisons) {
        StringBuilder report = new StringBuilder();
        for (PodSecurityLevel level : ENFORCED) {
            List<Comparison> ofLevel = comparisons.stream()
                    .filter(comparison -> comparison.level == level)
                    .toList();
            report.append(level)
                    .append(": pods ")
                    .append(ofLevel.size())
                    .append(", allowed by the API server ")
                    .append(ofLevel.stream()
                            .filter(comparison -> comparison.apiServer.checks().isEmpty())
                            .count())
                    .append(", disagreements ")
                    .append(ofLevel.stream()
                            .filter(comparison -> !comparison.apiServer.agreesWith(comparison.ours))
                            .count())
                    .append('\n');
            PodSecurity.checkIds(level)
                    .forEach(check -> report.append("  forbidden by ")
                            .append(check)
                            .append(' ')
                            .append(forbidden(comparisons, level, check))
                            .append('\n'));
        }
        return report.toString();
    }

    private static String createNamespace(PodSecurityLevel level) {
        String name = "podsecurity-" + UUID.randomUUID();
        CLIENT.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels(
                                "pod-security.kubernetes.io/enforce",
                                level.name().toLowerCase(Locale.ROOT))
                        .addToLabels("pod-security.kubernetes.io/enforce-version", PodSecurity.VERSION)
                        .endMetadata()
                        .build())
                .create();
        // The API server refuses pods until the ServiceAccount exists.
        CLIENT.serviceAccounts()
                .inNamespace(name)
                .withName("default")
                .waitUntilCondition(account -> account != null, 2, TimeUnit.MINUTES);
        return name;
    }
}
