package io.jenkins.plugins.deployworkload.rollout.apply;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.BuildReference;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The annotations that lead from an object to the build that changed it last. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class BuildAnnotationTest {

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private static RolloutOptions build(int number) {
        return RolloutOptions.defaults()
                .withOnFailure(OnFailure.ROLLBACK)
                .withBuild(new BuildReference(
                        "shop/web", number, "https://jenkins.example/job/shop/job/web/" + number + "/"));
    }

    private static Map<String, String> annotationsOf(int number) {
        return Map.of(
                FieldManagers.JOB_ANNOTATION,
                "shop/web",
                FieldManagers.BUILD_ANNOTATION,
                String.valueOf(number),
                FieldManagers.BUILD_URL_ANNOTATION,
                "https://jenkins.example/job/shop/job/web/" + number + "/");
    }

    private static Map<String, String> buildAnnotations(HasMetadata object) {
        Map<String, String> annotations = new TreeMap<>(object.getMetadata().getAnnotations());
        annotations.keySet().retainAll(FieldManagers.ANNOTATIONS);
        annotations.remove(FieldManagers.REVISION_ANNOTATION);
        return annotations;
    }

    @Test
    void objectsLeadBackToTheBuildThatChangedThemLast() {
        cluster.run(build(1), service(80), deployment(1, podTemplate("nginx:1")));
        assertThat(buildAnnotations(cluster.liveDeployment())).isEqualTo(annotationsOf(1));
        assertThat(buildAnnotations(cluster.liveService())).isEqualTo(annotationsOf(1));
        assertThat(cluster.liveDeployment()
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getAnnotations())
                .as("a change of the pod template would restart the pods")
                .isNullOrEmpty();

        cluster.run(build(2), service(80), deployment(1, podTemplate("nginx:2")));
        assertThat(buildAnnotations(cluster.liveDeployment())).isEqualTo(annotationsOf(2));
        assertThat(buildAnnotations(cluster.liveService())).as("unchanged").isEqualTo(annotationsOf(1));
    }

    @Test
    void anotherBuildWritesNoObjectOnlyForItsAnnotations() {
        cluster.run(build(1), service(80), deployment(1, podTemplate("nginx:1")));
        String written = cluster.liveService().getMetadata().getResourceVersion();
        RolloutResult again = cluster.run(build(2), service(80), deployment(1, podTemplate("nginx:1")));
        assertThat(again.objects())
                .extracting(AppliedObject::operation)
                .containsOnly(AppliedObject.Operation.UNCHANGED);
        assertThat(cluster.liveService().getMetadata().getResourceVersion()).isEqualTo(written);
        assertThat(buildAnnotations(cluster.liveDeployment())).isEqualTo(annotationsOf(1));
    }

    @Test
    void rolledBackObjectsLeadToTheBuildThatRolledThemBack() {
        cluster.run(build(1), deployment(1, podTemplate("nginx:1")));
        RolloutResult broken = cluster.run(build(2), deployment(1, podTemplate("nginx:2", "failure", "image-invalid")));
        assertThat(broken.recovery()).as(broken.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        assertThat(buildAnnotations(cluster.liveDeployment())).isEqualTo(annotationsOf(2));
    }

    @Test
    void deployWithoutABuildRemovesTheAnnotationsOfAnEarlierBuild() {
        cluster.run(build(1), service(80), deployment(1, podTemplate("nginx:1")));
        cluster.run(service(80), deployment(1, podTemplate("nginx:2")));
        assertThat(buildAnnotations(cluster.liveDeployment())).isEmpty();
        assertThat(buildAnnotations(cluster.liveService())).as("unchanged").isEqualTo(annotationsOf(1));
    }

    @Test
    void diffDoesNotShowTheAnnotations() {
        cluster.run(build(1), deployment(1, podTemplate("nginx:1")));
        cluster.run(build(2).withDryRun(true), deployment(1, podTemplate("nginx:2")));
        assertThat(cluster.events.all(RolloutEvent.WouldApply.class))
                .flatExtracting(RolloutEvent.WouldApply::changes)
                .extracting(FieldChange::path)
                .containsExactly("spec.template.spec.containers[app].image");
    }
}
