package io.jenkins.plugins.deployworkload.report.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress.ObjectProgress;
import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress.Operation;
import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress.TimelineEntry;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Location;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.Severity;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Address;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Health;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what people see of a deploy: in this process, after a restart, and after the end. */
class BuildProgressTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final ObjectRef REF = new ObjectRef("apps/v1", "Deployment", "shop", "web");

    @TempDir
    private Path build;

    @Test
    void deployShowsPhasesObjectsAndFindings() {
        BuildProgress progress = new BuildProgress(build);
        ProgressRecorder deploy = follow(progress);

        deploy.on(new RolloutEvent.Applying(at(1), checkpoint()));
        deploy.on(new RolloutEvent.Applied(at(2), applied()));
        deploy.on(new RolloutEvent.Waiting(at(3), checkpoint()));
        deploy.on(new RolloutEvent.Progress(at(4), REF, "0 of 1 pods are ready"));
        deploy.on(new RolloutEvent.Progress(at(5), REF, "1 of 1 pods is ready"));
        deploy.on(new RolloutEvent.Found(at(6), REF, finding("It crashes.")));

        assertThat(progress.all()).singleElement().satisfies(shown -> {
            assertThat(shown.phase()).isEqualTo(Phase.WAITING);
            assertThat(shown.deadline()).isEqualTo(at(60).toEpochMilli());
            assertThat(shown.objects())
                    .extracting(ObjectProgress::kind, ObjectProgress::operation, ObjectProgress::status)
                    .containsExactly(tuple("Deployment", Operation.CREATED, "1 of 1 pods is ready"));
            assertThat(shown.timeline())
                    .extracting(TimelineEntry::phase)
                    .containsExactly(Phase.PREPARING, Phase.APPLYING, Phase.WAITING, null);
            assertThat(shown.timeline().getLast().text())
                    .contains("It crashes.")
                    .endsWith("Look there.");
        });
    }

    @Test
    void versionChangesWithWhatIsShownOnly() {
        BuildProgress progress = new BuildProgress(build);
        ProgressRecorder deploy = follow(progress);
        deploy.on(new RolloutEvent.Warning(at(1), REF, "a field was dropped"));
        long before = progress.version();

        deploy.on(new RolloutEvent.Warning(at(2), REF, "a field was dropped"));
        assertThat(progress.version()).isEqualTo(before);

        deploy.on(new RolloutEvent.Progress(at(2), REF, "0 of 1 pods are ready"));
        assertThat(progress.version()).isGreaterThan(before);
    }

    @Test
    void deployGoesOnAfterRestart() {
        follow(new BuildProgress(build)).on(new RolloutEvent.Waiting(at(3), checkpoint()));

        BuildProgress restarted = new BuildProgress(build);
        ProgressRecorder resumed = restarted.follow("prod", "shop", "web", false, at(30));
        resumed.on(new RolloutEvent.Ended(at(40), result(Outcome.SUCCEEDED)));

        assertThat(restarted.all()).singleElement().satisfies(shown -> {
            assertThat(shown.startedAt()).isEqualTo(START.toEpochMilli());
            assertThat(shown.outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(shown.timeline())
                    .extracting(TimelineEntry::phase)
                    .containsExactly(Phase.PREPARING, Phase.WAITING, Phase.ENDED);
        });
        assertThat(new BuildProgress(build).all()).isEqualTo(restarted.all());
    }

    @Test
    void findingIsShownOnceAlthoughItIsReportedAgainAfterRestart() {
        follow(new BuildProgress(build)).on(new RolloutEvent.Found(at(3), REF, finding("It crashes.")));

        BuildProgress restarted = new BuildProgress(build);
        ProgressRecorder resumed = restarted.follow("prod", "shop", "web", false, at(30));
        resumed.on(new RolloutEvent.Found(at(31), REF, finding("It crashes.")));
        resumed.on(new RolloutEvent.Found(at(32), REF, finding("It is not ready.")));

        assertThat(restarted.all().getFirst().timeline())
                .extracting(TimelineEntry::time)
                .containsExactly(START.toEpochMilli(), at(3).toEpochMilli(), at(32).toEpochMilli());
    }

    @Test
    void timelineNamesTheObjectOfAWarning() {
        BuildProgress progress = new BuildProgress(build);
        ProgressRecorder deploy = follow(progress);

        deploy.on(new RolloutEvent.Warning(at(1), REF, "a field was dropped"));
        deploy.on(new RolloutEvent.Warning(at(2), null, "There is no history."));

        assertThat(progress.all().getFirst().timeline())
                .extracting(TimelineEntry::text)
                .containsExactly(null, "Deployment web: a field was dropped", "There is no history.");
    }

    @Test
    void treeStaysAsItEnded() {
        ProgressRecorder deploy = follow(new BuildProgress(build));
        ResourceTree tree = new ResourceTree(
                List.of(new Node("Pod", "web-1", "StatefulSet", "web", Health.HEALTHY, "Running", 1, 1, 2)),
                3,
                List.of(new Address("Service", "web", "http://203.0.113.7/")));

        deploy.on(new RolloutEvent.TreeChanged(at(1), ResourceTree.EMPTY));
        deploy.on(new RolloutEvent.TreeChanged(at(2), tree));
        deploy.on(new RolloutEvent.Ended(at(3), result(Outcome.SUCCEEDED)));

        assertThat(new BuildProgress(build).all())
                .singleElement()
                .satisfies(shown -> assertThat(shown.tree()).isEqualTo(tree));
    }

    @Test
    void objectsAreKeptBesideTheProgress() {
        BuildProgress progress = new BuildProgress(build);
        ProgressRecorder deploy = follow(progress);
        String id = deploy.progress().id();
        assertThat(progress.hasObjects(id)).isFalse();

        deploy.keepObjects(() -> "kind: Pod\n");
        assertThat(progress.hasObjects(id)).as("before the deploy has started").isFalse();
        deploy.on(new RolloutEvent.Applying(at(1), checkpoint()));

        BuildProgress restarted = new BuildProgress(build);
        assertThat(restarted.hasObjects(id)).isTrue();
        assertThat(restarted.objects(id)).isEqualTo("kind: Pod\n");
    }

    @Test
    void objectsOfOneBuildAreBounded() {
        BuildProgress progress = new BuildProgress(build);
        String half = "#".repeat((int) ProgressFolder.MAX_OBJECTS_SIZE / 2);

        List<String> ids = Stream.of("first", "second", "third")
                .map(name -> {
                    ProgressRecorder deploy = progress.follow("prod", "shop", name, false, START);
                    // The second time as after a restart, when the objects are written again.
                    for (int time = 0; time < 2; time++) {
                        deploy.keepObjects(() -> half);
                        deploy.on(new RolloutEvent.Applying(at(1), checkpoint()));
                    }
                    return deploy.progress().id();
                })
                .toList();

        assertThat(ids).extracting(progress::hasObjects).containsExactly(true, true, false);
    }

    @Test
    void idOfRequestDoesNotLeadOutOfTheFolder() throws IOException {
        ProgressRecorder deploy = follow(new BuildProgress(build));
        deploy.keepObjects(() -> "kind: Pod\n");
        deploy.on(new RolloutEvent.Applying(at(1), checkpoint()));
        Files.writeString(build.resolve("secret.yaml"), "secret");
        BuildProgress progress = new BuildProgress(build);

        for (String id : new String[] {null, "", "../secret", "1-../../secret", "1-00000000", "x".repeat(10_000)}) {
            assertThat(progress.objects(id)).as(id).isNull();
        }
    }

    @Test
    void secondDeployOfSameWorkloadIsShownBesideFirst() {
        BuildProgress progress = new BuildProgress(build);
        follow(progress).on(new RolloutEvent.Ended(at(1), result(Outcome.FAILED)));

        progress.follow("prod", "shop", "web", false, at(2));

        assertThat(progress.all()).extracting(DeploymentProgress::phase).containsExactly(Phase.ENDED, Phase.PREPARING);
    }

    @Test
    void dryRunShowsChangesAndDeletions() {
        BuildProgress progress = new BuildProgress(build);
        ProgressRecorder dryRun = progress.follow("prod", "shop", "web", true, START);

        dryRun.on(new RolloutEvent.WouldApply(
                at(1), REF, AppliedObject.Operation.UPDATED, List.of(new FieldChange("spec.replicas", "1", "2"))));
        dryRun.on(new RolloutEvent.WouldDelete(
                at(2), new ObjectRef("v1", "Service", "shop", "old"), "no longer described"));

        assertThat(progress.all().getFirst().objects())
                .extracting(ObjectProgress::name, ObjectProgress::operation, ObjectProgress::changes)
                .containsExactly(
                        tuple("web", Operation.UPDATED, List.of("~ spec.replicas: 1 -> 2")),
                        tuple("old", Operation.DELETED, List.of()));
    }

    @Test
    void valuesThatMayBeSecretAreNotStored() {
        BuildProgress progress = new BuildProgress(build);
        ProgressRecorder dryRun = progress.follow("prod", "shop", "web", true, START);

        dryRun.on(new RolloutEvent.WouldApply(
                at(1),
                REF,
                AppliedObject.Operation.UPDATED,
                List.of(
                        new FieldChange("data.token", "canary-1", "canary-2"),
                        new FieldChange("spec.template.spec.containers[app].args[0]", null, "canary-3"),
                        new FieldChange("metadata.annotations[a]", "canary-4", null),
                        new FieldChange("metadata.annotations.b", null, "canary-5"))));
        dryRun.on(new RolloutEvent.WouldApply(
                at(2),
                new ObjectRef("example.com/v1", "Database", "shop", "db"),
                AppliedObject.Operation.UPDATED,
                List.of(
                        new FieldChange("spec.adminPassword", "canary-6", "canary-7"),
                        new FieldChange("spec.size", "1", "2"))));

        assertThat(progress.all().getFirst().objects())
                .extracting(ObjectProgress::changes)
                .containsExactly(
                        List.of(
                                "~ data.token: *** -> ***",
                                "+ spec.template.spec.containers[app].args[0]: ***",
                                "- metadata.annotations[a]: ***",
                                "+ metadata.annotations.b: ***"),
                        List.of("~ spec.adminPassword: *** -> ***", "~ spec.size: 1 -> 2"));
    }

    @Test
    void sameWorkloadCanBeDeployedTwiceAtTheSameTime() {
        BuildProgress progress = new BuildProgress(build);
        follow(progress).on(new RolloutEvent.Waiting(at(1), checkpoint()));

        progress.follow("prod", "shop", "web", false, at(2));

        assertThat(progress.all())
                .extracting(DeploymentProgress::phase)
                .containsExactly(Phase.WAITING, Phase.PREPARING);
    }

    @Test
    void listsAndTextsAreBounded() {
        BuildProgress progress = new BuildProgress(build);
        ProgressRecorder deploy = follow(progress);
        deploy.on(new RolloutEvent.Waiting(at(1), checkpoint()));

        for (int i = 0; i < 400; i++) {
            deploy.on(new RolloutEvent.Progress(
                    at(2), new ObjectRef("v1", "ConfigMap", "shop", "c" + i), "x".repeat(10_000)));
            deploy.on(new RolloutEvent.Found(at(3), REF, finding("Problem " + i + " " + "x".repeat(10_000))));
        }

        DeploymentProgress shown = progress.all().getFirst();
        assertThat(shown.objects()).hasSize(250);
        assertThat(shown.timeline()).hasSize(100);
        assertThat(shown.timeline()).extracting(TimelineEntry::phase).startsWith(Phase.PREPARING, Phase.WAITING);
        assertThat(shown.toJson()).hasSizeLessThan(300_000);
    }

    @Test
    void unreadableFilesAreLeftOut() throws IOException {
        follow(new BuildProgress(build)).on(new RolloutEvent.Ended(at(1), result(Outcome.SUCCEEDED)));
        Path folder = build.resolve("deploy-workload");
        Files.writeString(folder.resolve("1-truncated.json"), "{\"version\":1,\"work");
        Files.writeString(folder.resolve("2-newer.json"), "{\"version\":2}");
        Files.writeString(folder.resolve("3-null.json"), "null");
        String valid = """
                {"version":1,"cluster":"prod","namespace":"shop","workload":"%s","phase":"WAITING","tree":%s}""";
        for (String tree : List.of(
                "{\"nodes\":[{\"kind\":\"Pod\",\"health\":\"HEALTHY\"}]}",
                "{\"nodes\":[{\"name\":\"web-1\",\"kind\":\"Pod\"}]}",
                "{\"nodes\":[null]}",
                "{\"addresses\":[{\"name\":\"web\"}]}")) {
            Files.writeString(folder.resolve("5-" + tree.hashCode() + ".json"), valid.formatted("damaged", tree));
        }
        Files.write(folder.resolve("4-binary.json"), new byte[] {(byte) 0xff, 0, 1});

        assertThat(new BuildProgress(build).all())
                .extracting(DeploymentProgress::outcome)
                .containsExactly(Outcome.SUCCEEDED);
    }

    @Test
    void noTemporaryFilesStay() throws IOException {
        follow(new BuildProgress(build)).on(new RolloutEvent.Ended(at(1), result(Outcome.SUCCEEDED)));

        try (Stream<Path> files = Files.list(build.resolve("deploy-workload"))) {
            assertThat(files).singleElement().asString().endsWith(".json");
        }
    }

    @Test
    void buildWithoutDeploysIsEmpty() {
        BuildProgress progress = new BuildProgress(build);
        assertThat(progress.isEmpty()).isTrue();

        follow(progress);
        assertThat(progress.isEmpty()).isFalse();
    }

    private static ProgressRecorder follow(BuildProgress progress) {
        return progress.follow("prod", "shop", "web", false, START);
    }

    private static Instant at(int seconds) {
        return START.plusSeconds(seconds);
    }

    private static RolloutCheckpoint checkpoint() {
        return new RolloutCheckpoint(
                RolloutCheckpoint.VERSION,
                "shop",
                "web",
                true,
                List.of(),
                START,
                at(60),
                RolloutOptions.defaults(),
                "revision-1",
                null);
    }

    private static AppliedObject applied() {
        return new AppliedObject(
                "apps/v1", "Deployment", "shop", "web", "uid", 1, "8", AppliedObject.Operation.CREATED, Map.of());
    }

    private static Finding finding(String summary) {
        return new Finding(
                "CrashLoop",
                Severity.FATAL,
                summary,
                new Location("Pod", "web-1", "app"),
                null,
                "exit code 1",
                "Look there.",
                List.of());
    }

    private static RolloutResult result(Outcome outcome) {
        return new RolloutResult(
                outcome,
                "the message",
                List.of(),
                List.of(),
                RolloutResult.RecoveryOutcome.NONE,
                START,
                Duration.ofSeconds(1));
    }
}
