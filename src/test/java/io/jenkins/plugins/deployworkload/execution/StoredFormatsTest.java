package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.execution.StepState.StartedRollout;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestApplication;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Location;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.Severity;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Owner;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import io.jenkins.plugins.deployworkload.workload.patch.Patch;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Reads the stored files in {@code formats/}, and compares what this version writes with the newest file of each format.
 * The files never change. For a new version of a format, add a file and keep the earlier ones.
 */
class StoredFormatsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Instant STARTED_AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Instant DEADLINE = Instant.parse("2026-01-02T03:14:05.678Z");

    private static final AppliedObject SERVICE =
            new AppliedObject("v1", "Service", "shop", "web", "uid-1", 0, "7", Operation.UNCHANGED, Map.of());
    private static final AppliedObject DEPLOYMENT = new AppliedObject(
            "apps/v1", "Deployment", "shop", "web", "uid-2", 4, "8", Operation.UPDATED, Map.of("app", "nginx:2"));
    private static final RolloutOptions OPTIONS = RolloutOptions.defaults()
            .withOnFailure(OnFailure.ROLLBACK)
            .withPrune(true)
            .withAdopt(true);

    /** @param clientVersion see {@link RolloutCheckpoint.ObjectCheckpoint}; null in version 2 */
    private static RolloutCheckpoint waiting(String clientVersion) {
        return checkpoint(clientVersion, null);
    }

    private static RolloutCheckpoint rollingBack(String clientVersion) {
        Finding finding = new Finding(
                "CrashLoop",
                Severity.FATAL,
                "The container is crash-looping.",
                new Location("Pod", "web-1", "app"),
                "2026-01-02T03:05:00Z",
                "back-off 10s",
                "Read the log.",
                List.of());
        return checkpoint(
                clientVersion,
                new RolloutCheckpoint.FailedDeploy(
                        Outcome.FAILED, "Deployment web: crash", List.of(DEPLOYMENT), List.of(finding), "revision-2"));
    }

    private static RolloutCheckpoint checkpoint(String clientVersion, RolloutCheckpoint.FailedDeploy failed) {
        return checkpoint(clientVersion, null, failed);
    }

    private static RolloutCheckpoint checkpoint(
            String clientVersion, Deployer deployer, RolloutCheckpoint.FailedDeploy failed) {
        return new RolloutCheckpoint(
                RolloutCheckpoint.VERSION,
                "shop",
                "web",
                true,
                List.of(
                        new RolloutCheckpoint.ObjectCheckpoint(SERVICE, null, null, null),
                        new RolloutCheckpoint.ObjectCheckpoint(
                                DEPLOYMENT, "0123456789abcdef", clientVersion, "2026-01-02T03:00:00Z")),
                STARTED_AT,
                DEADLINE,
                OPTIONS,
                "revision-1",
                deployer,
                failed,
                null,
                null);
    }

    private static RolloutCheckpoint applying() {
        return new RolloutCheckpoint(
                RolloutCheckpoint.VERSION,
                "shop",
                "web",
                false,
                List.of(new RolloutCheckpoint.ObjectCheckpoint(SERVICE, null, null, null)),
                STARTED_AT,
                DEADLINE,
                OPTIONS,
                "revision-1",
                null,
                null,
                List.of("Deployment web"),
                null);
    }

    private static StepState stepState() {
        return new StepState(
                "prod",
                "mine",
                BuildResult.unstable,
                false,
                List.of(
                        new StartedRollout(waiting("7.3.1"), null),
                        new StartedRollout(
                                rollingBack("7.3.1"),
                                new RolloutResult(
                                        Outcome.FAILED,
                                        "Deployment web: crash",
                                        List.of(DEPLOYMENT),
                                        rollingBack("7.3.1").failed().findings(),
                                        RolloutResult.RecoveryOutcome.ROLLED_BACK,
                                        Map.of("app", "sha256:abc"),
                                        STARTED_AT,
                                        Duration.ofMillis(1234)))));
    }

    private static PendingStep pendingStep() throws Exception {
        return pendingStep(List.of(), List.of());
    }

    private static PendingStep pendingStep(List<String> allowedNames, List<String> allowedImages) throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setCredentialsId("mine");
        step.setNamespace("shop");
        step.setFile("deploy/*.yaml");
        step.setAllowedNames(allowedNames);
        step.setAllowedImages(allowedImages);
        step.setImages(List.of(Binder.bind(
                MAPPER.readTree("{\"container\": \"app\", \"image\": {\"fromBuild\": {}}}"), ImageOverride.class)));
        step.setTimeout("90s");
        step.setBuildResult(BuildResult.unstable);
        step.setOnFailure(FailurePolicy.rollback);
        step.setPrune(true);
        DeployRequest request = step.request();
        String workload = "name: web\ncontroller: {single: }\ncontainers: [{name: app, image: nginx}]";
        return new PendingStep(
                request, DeploymentPlan.of(request, "shop", YamlReader.read(workload, "web.yaml", Workload.class)));
    }

    @Test
    void readsCheckpointsOfVersion2() throws IOException {
        assertThat(RolloutCheckpoint.fromJson(text("checkpoint-waiting-2.json")))
                .isEqualTo(waiting(null));
        assertThat(RolloutCheckpoint.fromJson(text("checkpoint-rolling-back-2.json")))
                .isEqualTo(rollingBack(null));
    }

    @Test
    void readsAndWritesCheckpointsOfVersion3() throws IOException {
        String waiting = text("checkpoint-waiting-3.json");
        String rollingBack = text("checkpoint-rolling-back-3.json");

        assertThat(RolloutCheckpoint.fromJson(waiting)).isEqualTo(waiting("7.3.1"));
        assertThat(RolloutCheckpoint.fromJson(rollingBack)).isEqualTo(rollingBack("7.3.1"));
        assertThat(tree(waiting("7.3.1").toJson())).isEqualTo(tree(waiting));
        assertThat(tree(rollingBack("7.3.1").toJson())).isEqualTo(tree(rollingBack));
    }

    /** Version 3 had no deployer at first. */
    @Test
    void readsAndWritesCheckpointWithDeployer() throws IOException {
        String stored = text("checkpoint-waiting-3-deployer.json");
        Owner owner = new Owner("0123456789abcdef", "01234567-89ab-cdef-0123-456789abcdef", "shop/web");
        RolloutCheckpoint checkpoint =
                checkpoint("7.3.1", new Deployer(owner, Set.of(owner.id()), "shop/web #17"), null);

        assertThat(RolloutCheckpoint.fromJson(stored)).isEqualTo(checkpoint);
        assertThat(tree(checkpoint.toJson())).isEqualTo(tree(stored));
    }

    /** Version 2 had no manifests at first. */
    @Test
    void readsAndWritesPendingStepWithManifests() throws Exception {
        String stored = text("pending-step-2-manifests.json");
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setManifests("k8s/*.yaml");
        step.setName("shop");
        step.setPatches(List.of(Binder.bind(
                MAPPER.readTree("{\"target\": {\"kind\": \"ConfigMap\"}, \"merge\": {\"immutable\": true}}"),
                Patch.class)));
        DeployRequest request = step.request();
        ManifestApplication application =
                ManifestApplication.fromJson(MAPPER.readTree(stored).path("manifests"));
        PendingStep pending = new PendingStep(request, DeploymentPlan.of(request, "shop", application));

        PendingStep read = PendingStep.fromJson(stored);

        assertThat(read.plan()).isEqualTo(pending.plan());
        assertThat(read.plan().names()).containsExactly("shop");
        assertThat(read.plan().manifests().objects().getFirst()).isInstanceOf(ConfigMap.class);
        assertThat(read.request().manifests().files()).isEqualTo("k8s/*.yaml");
        assertThat(read.request().manifests().patches()).hasSize(1);
        assertThat(tree(pending.toJson())).isEqualTo(tree(stored));
    }

    /** Version 2 had no pins of files at first. */
    @Test
    void readsAndWritesPendingStepWithPins() throws Exception {
        String stored = text("pending-step-2-pins.json");
        PendingStep pending = pendingStep(List.of("web", "web-*"), List.of("registry.example.com/shop/*"));

        assertThat(PendingStep.fromJson(stored).request().allowedNames())
                .isEqualTo(pending.request().allowedNames());
        assertThat(PendingStep.fromJson(stored).request().allowedImages())
                .isEqualTo(pending.request().allowedImages());
        assertThat(tree(pending.toJson())).isEqualTo(tree(stored));
    }

    /** Version 2 had no variables, patches and raw objects at first. */
    @Test
    void readsAndWritesPendingStepWithVariablesAndPatches() throws Exception {
        String stored = text("pending-step-2-variables.json");

        PendingStep read = PendingStep.fromJson(stored);

        assertThat(read.request().variables()).isEqualTo(new FileVariables(Map.of("STAGE", "prod"), List.of("TAG")));
        assertThat(read.plan().workloads().get(0).getPatches()).hasSize(1);
        assertThat(read.plan().workloads().get(0).getObjects()).hasSize(1);
        assertThat(tree(read.toJson())).isEqualTo(tree(stored));
    }

    /** Version 2 had no Secrets at first. Only the hashes of their values are stored. */
    @Test
    void readsAndWritesPendingStepWithSecrets() throws Exception {
        String stored = text("pending-step-2-secrets.json");

        PendingStep read = PendingStep.fromJson(stored);

        assertThat(read.request().fileCredentials()).containsExactly("db-password", "registry");
        Workload workload = read.plan().workloads().get(0);
        assertThat(workload.getSecrets()).hasSize(2);
        assertThat(workload.getConfigMaps()).hasSize(1);
        assertThat(read.plan().secretHashes(workload))
                .containsEntry("secrets[1].credentialsId", "fedcba9876543210fedcba9876543210");
        assertThat(tree(read.toJson())).isEqualTo(tree(stored));
    }

    @Test
    void readsAndWritesTheBuildInACheckpoint() throws IOException {
        RolloutOptions.BuildReference build =
                new RolloutOptions.BuildReference("shop/web", 17, "https://jenkins.example/job/shop/job/web/17/");
        String stored = text("checkpoint-build-3.json");

        RolloutCheckpoint read = RolloutCheckpoint.fromJson(stored);

        assertThat(read.options()).isEqualTo(OPTIONS.withBuild(build));
        assertThat(tree(read.toJson())).isEqualTo(tree(stored));
    }

    @Test
    void readsAndWritesCheckpointBeforeAllObjectsAreApplied() throws IOException {
        String applying = text("checkpoint-applying-3.json");

        assertThat(RolloutCheckpoint.fromJson(applying)).isEqualTo(applying());
        assertThat(tree(applying().toJson())).isEqualTo(tree(applying));
    }

    @Test
    void readsAndWritesStepStateOfVersion2() throws Exception {
        String stored = text("step-state-2.json");

        assertThat(StepState.fromJson(stored)).isEqualTo(stepState());
        assertThat(tree(stepState().toJson())).isEqualTo(tree(stored));
    }

    @Test
    void readsAndWritesPendingStepOfVersion2() throws Exception {
        String stored = text("pending-step-2.json");
        PendingStep pending = pendingStep();

        PendingStep read = PendingStep.fromJson(stored);

        assertThat(read.request())
                .usingRecursiveComparison()
                .ignoringFields("images")
                .isEqualTo(pending.request());
        assertThat(read.request().images().stream().map(TreeWriter::toTree).toList())
                .isEqualTo(pending.request().images().stream()
                        .map(TreeWriter::toTree)
                        .toList());
        assertThat(read.plan().workloads().stream().map(TreeWriter::toTree).toList())
                .isEqualTo(pending.plan().workloads().stream()
                        .map(TreeWriter::toTree)
                        .toList());
        assertThat(tree(pending.toJson())).isEqualTo(tree(stored));
        assertThat(tree(read.toJson())).isEqualTo(tree(stored));
    }

    /** Pipeline serializes the execution, so a renamed field would lose the state of running builds. */
    @Test
    void executionKeepsItsSerializedForm() {
        ObjectStreamClass form = ObjectStreamClass.lookup(DeployWorkloadExecution.class);

        assertThat(form.getName()).isEqualTo("io.jenkins.plugins.deployworkload.execution.DeployWorkloadExecution");
        assertThat(form.getSerialVersionUID()).isEqualTo(1);
        assertThat(Arrays.stream(form.getFields()).map(ObjectStreamField::getName))
                .containsExactlyInAnyOrder("pendingStep", "maskedStep", "state");
    }

    private static JsonNode tree(String json) throws IOException {
        return MAPPER.readTree(json);
    }

    private static String text(String file) throws IOException {
        try (InputStream in = StoredFormatsTest.class.getResourceAsStream("../formats/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
