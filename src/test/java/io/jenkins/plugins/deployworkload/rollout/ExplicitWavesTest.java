package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.job;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.plan.ExplicitWaves;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A wave starts when the objects of the earlier waves are healthy. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ExplicitWavesTest {

    private static final String WAVE = "deploy-workload.jenkins.io/wave";

    @Test
    void withoutAnnotationsThereIsOneWave() {
        assertThat(names(object("b", Map.of()), object("a", Map.of()))).containsExactly(List.of("b", "a"));
    }

    @Test
    void ordersByPhaseAndNumber() {
        assertThat(names(
                        object("main", Map.of()),
                        object("post", Map.of("helm.sh/hook", "post-install,post-upgrade")),
                        object("pre-2", Map.of("helm.sh/hook", "pre-install", "helm.sh/hook-weight", "2")),
                        object("pre-1", Map.of("helm.sh/hook", "pre-upgrade", "helm.sh/hook-weight", "-5")),
                        object("sync", Map.of("argocd.argoproj.io/hook", "PreSync")),
                        object("argo", Map.of("argocd.argoproj.io/sync-wave", "3")),
                        object("ours", Map.of(WAVE, "-1", "argocd.argoproj.io/sync-wave", "9")),
                        object("invalid", Map.of("argocd.argoproj.io/sync-wave", "x"))))
                .containsExactly(
                        List.of("pre-1"),
                        List.of("sync"),
                        List.of("pre-2"),
                        List.of("ours"),
                        List.of("main", "invalid"),
                        List.of("argo"),
                        List.of("post"));
    }

    @Test
    void weightWithoutHookIsNoWave() {
        assertThat(names(object("b", Map.of("helm.sh/hook-weight", "-5")), object("a", Map.of())))
                .containsExactly(List.of("b", "a"));
        assertThat(names(
                        object("test", Map.of("helm.sh/hook", "test", "helm.sh/hook-weight", "-5")),
                        object("main", Map.of())))
                .containsExactly(List.of("test", "main"));
    }

    @Test
    void definitionsAndNamespacesBelongToTheFirstWave() {
        GenericKubernetesResource definition = new GenericKubernetesResource();
        definition.setApiVersion("apiextensions.k8s.io/v1");
        definition.setKind("CustomResourceDefinition");
        definition.setMetadata(new ObjectMetaBuilder().withName("shops").build());

        assertThat(names(object("main", Map.of()), definition, object("first", Map.of(WAVE, "-1"))))
                .containsExactly(List.of("shops", "first"), List.of("main"));
        assertThat(names(object("main", Map.of()), definition, object("last", Map.of(WAVE, "1"))))
                .containsExactly(List.of("main", "shops"), List.of("last"));
    }

    @Test
    @Tag("control-plane")
    void nextWaveStartsWhenTheJobOfTheEarlierWaveIsComplete() {
        try (TestCluster cluster = new TestCluster()) {
            RolloutResult result = cluster.run(deployment(1, podTemplate("nginx:1")), migration());

            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            List<RolloutEvent> events = cluster.events.all();
            assertThat(index(events, "Job", RolloutEvent.Applied.class))
                    .isLessThan(index(events, "Deployment", RolloutEvent.Applied.class));
            Job live = cluster.admin()
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace(cluster.namespace)
                    .withName("web")
                    .get();
            String created = cluster.admin()
                    .apps()
                    .deployments()
                    .inNamespace(cluster.namespace)
                    .withName("web")
                    .get()
                    .getMetadata()
                    .getCreationTimestamp();
            // Both have whole seconds.
            assertThat(live.getStatus().getCompletionTime()).isLessThanOrEqualTo(created);
        }
    }

    @Test
    @Tag("control-plane")
    void nothingOfTheNextWaveIsAppliedAfterAFailure() {
        try (TestCluster cluster = new TestCluster(new GracePeriods(0.001))) {
            Job failing = job(podTemplate("nginx:1", "failure", "image-invalid"));
            failing.getMetadata().setAnnotations(Map.of(WAVE, "-1"));

            RolloutResult result = cluster.run(
                    RolloutOptions.defaults().withFailFast(RolloutOptions.FailFast.STRICT),
                    deployment(1, podTemplate("nginx:1")),
                    failing);

            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertThat(result.message()).contains("Job web");
            assertThat(cluster.admin()
                            .apps()
                            .deployments()
                            .inNamespace(cluster.namespace)
                            .withName("web")
                            .get())
                    .isNull();
        }
    }

    private static Job migration() {
        Job job = job(podTemplate("nginx:1"));
        job.getMetadata().setAnnotations(Map.of(WAVE, "-1"));
        return job;
    }

    private static int index(List<RolloutEvent> events, String kind, Class<RolloutEvent.Applied> type) {
        return events.indexOf(events.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(event -> event.object().ref().kind().equals(kind))
                .findFirst()
                .orElseThrow());
    }

    private static HasMetadata object(String name, Map<String, String> annotations) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withAnnotations(annotations)
                .endMetadata()
                .build();
    }

    private static List<List<String>> names(HasMetadata... objects) {
        return ExplicitWaves.of(List.of(objects)).stream()
                .map(wave -> wave.stream()
                        .map(object -> object.getMetadata().getName())
                        .toList())
                .toList();
    }
}
