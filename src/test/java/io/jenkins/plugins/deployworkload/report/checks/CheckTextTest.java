package io.jenkins.plugins.deployworkload.report.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.DeploymentView;
import io.jenkins.plugins.deployworkload.report.SampleDeploys;
import io.jenkins.plugins.deployworkload.report.checks.DeployCheck.Conclusion;
import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress.ObjectProgress;
import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Location;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import io.jenkins.plugins.deployworkload.rollout.model.Severity;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Health;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Node;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what the check of a deploy says. */
@Isolated("sets the default locale")
class CheckTextTest {

    private static final String URL = "https://jenkins.example/job/shop/7/deployments/";

    private static final String NAME = "Deploy Workload / web (prod/shop)";

    private static final String LINK = "\n[Deployed Workloads in Jenkins](<" + URL + ">)\n";

    private final Locale originalLocale = Locale.getDefault();

    @BeforeEach
    void setLocale() {
        Locale.setDefault(Locale.ENGLISH);
    }

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(originalLocale);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SUCCEEDED  | NONE        | SUCCESS   | Succeeded after 12.3 s",
                "FAILED     | NONE        | FAILURE   | Failed after 12.3 s",
                "FAILED     | ROLLED_BACK | FAILURE   | Failed after 12.3 s; rolled back to the last healthy revision",
                "FAILED     | REMOVED     | FAILURE   | Failed after 12.3 s; created objects deleted",
                "FAILED     | FAILED      | FAILURE   | Failed after 12.3 s; rollback failed",
                "TIMED_OUT  | NONE        | TIMED_OUT | Timed out after 12.3 s",
                "REFUSED    | NONE        | FAILURE   | Refused after 12.3 s",
                "ABORTED    | NONE        | CANCELED  | Aborted after 12.3 s",
                "SUPERSEDED | NONE        | CANCELED  | Superseded after 12.3 s",
            })
    void conclusionAndTitleTellTheOutcome(
            Outcome outcome, RecoveryOutcome recovery, Conclusion conclusion, String title) {
        DeployCheck check = ended(deployed(outcome, recovery, RolloutOptions.defaults()), null);

        assertThat(check.name()).isEqualTo(NAME);
        assertThat(check.conclusion()).isEqualTo(conclusion);
        assertThat(check.title()).isEqualTo(title);
        assertThat(check.url()).isEqualTo(URL);
        assertThat(check.startedAt()).isEqualTo(SampleDeploys.START);
        assertThat(check.endedAt()).isEqualTo(SampleDeploys.START.plus(SampleDeploys.DURATION));
    }

    @Test
    void nameIsTheSameInEachLanguage() {
        Locale.setDefault(Locale.KOREAN);

        DeployCheck check = ended(deployed(Outcome.FAILED, RecoveryOutcome.NONE, RolloutOptions.defaults()), null);

        assertThat(check.name()).isEqualTo(NAME);
        assertThat(check.title()).isEqualTo("실패 (12.3초)");
        assertThat(check.summary()).contains("- 네임스페이스: shop\n", "### 이미지\n");
        assertThat(CheckText.running("prod", "shop", "web", false, SampleDeploys.START, null))
                .extracting(DeployCheck::name, DeployCheck::title)
                .containsExactly(NAME, "배포 중");
    }

    @Test
    void dryRunIsNeutralUnlessItFails() {
        RolloutOptions dryRun = RolloutOptions.defaults().withDryRun(true);

        DeployCheck succeeded = ended(deployed(Outcome.SUCCEEDED, RecoveryOutcome.NONE, dryRun), null);
        DeployCheck refused = ended(deployed(Outcome.REFUSED, RecoveryOutcome.NONE, dryRun), null);

        assertThat(succeeded.conclusion()).isEqualTo(Conclusion.NEUTRAL);
        assertThat(succeeded.title()).isEqualTo("Dry run: Succeeded after 12.3 s");
        assertThat(refused.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(succeeded.name()).isEqualTo(refused.name()).isEqualTo(NAME);
    }

    @Test
    void deployThatDoesNotWaitIsNeutralUnlessItFails() {
        RolloutOptions detached = RolloutOptions.defaults().withDetached(true);

        DeployCheck applied = ended(deployed(Outcome.SUCCEEDED, RecoveryOutcome.NONE, detached), null);

        assertThat(applied.conclusion()).isEqualTo(Conclusion.NEUTRAL);
        assertThat(applied.title()).isEqualTo("Applied after 12.3 s, not waited for");
        assertThat(ended(deployed(Outcome.FAILED, RecoveryOutcome.NONE, detached), null)
                        .conclusion())
                .isEqualTo(Conclusion.FAILURE);
    }

    @Test
    void runningCheckHasNoConclusion() {
        DeployCheck check = CheckText.running("prod", "shop", "web", false, SampleDeploys.START, URL);

        assertThat(check)
                .isEqualTo(new DeployCheck(
                        NAME,
                        null,
                        "Deploying",
                        "Deploying web to the namespace shop of the cluster prod.\n" + LINK,
                        URL,
                        SampleDeploys.START,
                        null));
        assertThat(CheckText.running("prod", "shop", "web", true, SampleDeploys.START, null))
                .isEqualTo(new DeployCheck(
                        NAME,
                        null,
                        "Dry run",
                        "Dry run of a deploy of web to the namespace shop of the cluster prod.\n",
                        null,
                        SampleDeploys.START,
                        null));
    }

    @Test
    void failedDeployTellsReasonsImagesChangesAndWhatRunsNow() {
        Finding told = finding("ImagePull", "web-1", "No such image", "Push the image.");
        Finding further = finding("Unschedulable", "web-2", "0/3 nodes <available>", "Free a node.");
        DeployedWorkload deployed = SampleDeploys.deployed(
                Outcome.FAILED,
                RecoveryOutcome.ROLLED_BACK,
                RolloutOptions.defaults(),
                "Deployment web: " + told.sentence() + " Push the image.\nRolled back to revision 3.",
                told,
                further);
        DeploymentView view = SampleDeploys.view(
                false,
                new ResourceTree(
                        List.of(
                                new Node("ReplicaSet", "web-old", "Deployment", "web", Health.HEALTHY, null, 1, 1, 0),
                                new Node("Pod", "web-0", "ReplicaSet", "web-old", Health.HEALTHY, "Running", 1, 1, 2)),
                        0,
                        List.of()),
                List.of(
                        object("Deployment", "web", Operation.UPDATED, "1 of 1 replicas available"),
                        object("Service", "web", Operation.UNCHANGED, null),
                        object("Job", "old", Operation.DELETED, "pruned")));

        assertThat(ended(deployed, view).summary()).isEqualTo("""
                Deployment web\\: Pod web-1\\: No such image Push the image.<br>Rolled back to revision 3.

                - Cluster: prod
                - Namespace: shop
                - Revision: `revision-1`

                ### Further reasons

                - Pod web-2\\: 0/3 nodes &lt;available&gt;<br>Free a node.

                ### Images

                - migrate: `shop/migrate:1` `sha256:def`
                - app: `shop/web:2@sha256:abc`

                ### Changes

                - Deployment web: updated
                - Job old: deleted
                - Unchanged objects: 1

                ### Running now

                - Deployment web: 1 of 1 replicas available
                  - ReplicaSet web-old: 1 of 1 ready
                    - Pod web-0: Running, 1 of 1 ready, restarts\\: 2
                """ + LINK);
    }

    @Test
    void successDoesNotTellWhatRunsNow() {
        DeploymentView view = SampleDeploys.view(
                false,
                ResourceTree.EMPTY,
                List.of(object("Deployment", "web", Operation.CREATED, "1 of 1 replicas available")));

        assertThat(ended(deployed(Outcome.SUCCEEDED, RecoveryOutcome.NONE, RolloutOptions.defaults()), view)
                        .summary())
                .contains("- Deployment web: created\n")
                .doesNotContain("Running now", "replicas available");
    }

    @Test
    void changesComeFromTheResultIfTheProgressIsNotKnown() {
        assertThat(ended(deployed(Outcome.SUCCEEDED, RecoveryOutcome.NONE, RolloutOptions.defaults()), null)
                        .summary())
                .contains("### Changes\n\n- Deployment web: updated\n- Unchanged objects: 1\n");
    }

    @Test
    void dryRunTellsTheChangesOfFields() {
        DeploymentView view = SampleDeploys.view(
                true,
                ResourceTree.EMPTY,
                List.of(new ObjectProgress(
                        "Deployment", "shop", "web", Operation.UPDATED, null, List.of("spec.replicas: 1 -> `2`"))));

        assertThat(ended(
                                deployed(
                                        Outcome.SUCCEEDED,
                                        RecoveryOutcome.NONE,
                                        RolloutOptions.defaults().withDryRun(true)),
                                view)
                        .summary())
                .contains("""
                        ### Changes that a deploy would make

                        - Deployment web: update
                          - `` spec.replicas: 1 -> `2` ``
                        """);
    }

    @Test
    void textsOfTheClusterCreateNoElements() {
        String hostile = "x](http://evil.example)\n# <script>@all</script> `$y$`";
        DeployedWorkload deployed = SampleDeploys.deployed(
                RolloutOptions.defaults(),
                new RolloutResult(
                        Outcome.FAILED,
                        hostile,
                        List.of(new AppliedObject(
                                "v1",
                                hostile,
                                "shop",
                                hostile,
                                "uid",
                                0,
                                "1",
                                AppliedObject.Operation.CREATED,
                                Map.of(hostile, hostile))),
                        List.of(finding("CrashLoop", hostile, "other " + hostile, hostile)),
                        RecoveryOutcome.NONE,
                        Map.of(hostile, hostile),
                        SampleDeploys.START,
                        SampleDeploys.DURATION));
        DeploymentView view = SampleDeploys.view(
                false,
                new ResourceTree(
                        List.of(new Node(hostile, hostile, hostile, hostile, Health.FAILED, hostile, 0, 1, 0)),
                        0,
                        List.of()),
                List.of(new ObjectProgress(hostile, hostile, hostile, Operation.CREATED, hostile, List.of(hostile))));

        String summary = ended(deployed, view).summary();

        // Code starts and ends with two backticks here, as it contains one.
        assertThat(summary.replaceAll("(?m)``.*``", "")).doesNotContain("](http", "<script", ">@", "`$");
        assertThat(summary.lines().filter(line -> line.startsWith("#")))
                .containsExactly("### Further reasons", "### Images", "### Changes", "### Running now");
    }

    @Test
    void summaryIsBoundedInBytesAndEndsWithTheLink() {
        List<ObjectProgress> objects = IntStream.range(0, 250)
                .mapToObj(i -> new ObjectProgress(
                        "Deployment", "shop", "web-" + i, Operation.UPDATED, null, List.of("배포".repeat(200))))
                .toList();
        DeployCheck check = ended(
                deployed(
                        Outcome.SUCCEEDED,
                        RecoveryOutcome.NONE,
                        RolloutOptions.defaults().withDryRun(true)),
                SampleDeploys.view(true, ResourceTree.EMPTY, objects));

        assertThat(check.summary().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(60_000, CheckText.MAX_SUMMARY);
        assertThat(check.summary())
                .contains("- Deployment web-0: update\n")
                .doesNotContain("web-249")
                .endsWith("\nThis summary is too long. The page of the build shows the rest.\n" + LINK);
    }

    @Test
    void listOfWhatRunsNowIsBounded() {
        List<ObjectProgress> objects = IntStream.range(0, 60)
                .mapToObj(i -> object("Deployment", "web-" + i, Operation.UPDATED, "waiting"))
                .toList();

        assertThat(ended(
                                deployed(Outcome.TIMED_OUT, RecoveryOutcome.NONE, RolloutOptions.defaults()),
                                SampleDeploys.view(false, ResourceTree.EMPTY, objects))
                        .summary())
                .contains("- Deployment web-49: waiting\n- Not shown: 10 more objects\n")
                .doesNotContain("web-50: waiting");
    }

    private static DeployCheck ended(DeployedWorkload deployed, DeploymentView view) {
        return CheckText.ended(deployed, view, URL);
    }

    private static DeployedWorkload deployed(Outcome outcome, RecoveryOutcome recovery, RolloutOptions options) {
        return SampleDeploys.deployed(outcome, recovery, options, "the message");
    }

    private static ObjectProgress object(String kind, String name, Operation operation, String status) {
        return new ObjectProgress(kind, "shop", name, operation, status, List.of());
    }

    private static Finding finding(String signal, String object, String summary, String advice) {
        return new Finding(
                signal, Severity.FATAL, summary, new Location("Pod", object, null), null, null, advice, List.of());
    }
}
