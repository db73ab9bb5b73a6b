package io.jenkins.plugins.deployworkload.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.deployworkload.report.DeploymentView.Bar;
import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress;
import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress.ObjectProgress;
import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress.Operation;
import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress.TimelineEntry;
import io.jenkins.plugins.deployworkload.report.progress.Phase;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Address;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Health;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Node;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests how pages show the progress and the result of a deploy. */
class DeploymentViewTest {

    private static final long START = SampleRollout.TIME.toEpochMilli();

    @Test
    void barsFillTheTimelineUntilNow() {
        DeploymentView view = new DeploymentView(
                progress(
                        Phase.WAITING,
                        0,
                        new TimelineEntry(START, Phase.PREPARING, null),
                        new TimelineEntry(START + 1000, Phase.APPLYING, null),
                        new TimelineEntry(START + 2000, Phase.WAITING, null),
                        new TimelineEntry(START + 3000, null, "It crashes.")),
                START + 4000);

        assertThat(view.getBars())
                .extracting(Bar::phase, Bar::from, Bar::width)
                .containsExactly(
                        tuple(Phase.PREPARING, 0, 250),
                        tuple(Phase.APPLYING, 250, 250),
                        tuple(Phase.WAITING, 500, 500));
        assertThat(view.getMarks()).containsExactly(750);
        assertThat(view.isCountingDown()).isTrue();
    }

    @Test
    void barsOfEndedDeployDoNotGrow() {
        DeploymentView view = new DeploymentView(
                progress(
                        Phase.ENDED,
                        START + 2000,
                        new TimelineEntry(START, Phase.PREPARING, null),
                        new TimelineEntry(START + 1000, Phase.ROLLING_BACK, null),
                        new TimelineEntry(START + 2000, Phase.ENDED, null)),
                START + 1_000_000);

        assertThat(view.getBars())
                .extracting(Bar::getStyle, Bar::getFrom, Bar::getWidth)
                .containsExactly(
                        tuple("deploy-workload-bar--preparing", 0, 500),
                        tuple("deploy-workload-bar--rolling-back", 500, 500));
        assertThat(view.isCountingDown()).isFalse();
    }

    @Test
    void timelineShortensFindingsThatTheResultTells() {
        DeploymentView view = new DeploymentView(
                progress(
                        Phase.ENDED,
                        START + 2000,
                        new TimelineEntry(START, Phase.PREPARING, null),
                        new TimelineEntry(START + 1000, null, "Pod web-1: It crashes. Exit code 1. Read the log."),
                        new TimelineEntry(START + 1500, null, "Pod web-1: No node. 0/4 nodes match.")),
                List.of("Pod web-1: It crashes. Exit code 1."));

        assertThat(view.getTimeline())
                .extracting(DeploymentView.Entry::getText)
                .containsExactly("Preparing", "Pod web-1: It crashes.", "Pod web-1: No node. 0/4 nodes match.");
    }

    @Test
    void clockThatGoesBackDrawsNothingOutside() {
        DeploymentView view = new DeploymentView(
                progress(
                        Phase.APPLYING,
                        0,
                        new TimelineEntry(START, Phase.PREPARING, null),
                        new TimelineEntry(START - 5000, Phase.APPLYING, null)),
                START - 10_000);

        assertThat(view.getBars()).allSatisfy(bar -> {
            assertThat(bar.from()).isBetween(0, 1000);
            assertThat(bar.width()).isBetween(1, 1000);
        });
    }

    @Test
    void deployWithoutWaitIsNotShownAsHealthy() {
        DeployedWorkload detached = new DeployedWorkload(
                "prod",
                SampleRollout.checkpoint(RolloutOptions.defaults().withDetached(true)),
                SampleRollout.result(Outcome.SUCCEEDED, RecoveryOutcome.NONE));

        assertThat(detached.getIcon()).isEqualTo("symbol-status-nobuilt");
        assertThat(detached.getResult()).isEqualTo("Applied after 12.3 s, not waited for");
    }

    @Test
    void podsStandBelowTheObjectsThatCreatedThem() {
        ResourceTree tree = new ResourceTree(
                List.of(
                        new Node("ReplicaSet", "web-1", "Deployment", "web", Health.IN_PROGRESS, null, 1, 2, 0),
                        new Node("Pod", "job-1", "Job", "old", Health.HEALTHY, "Succeeded", 0, 1, 0),
                        new Node("Pod", "web-1-a", "ReplicaSet", "web-1", Health.FAILED, "CrashLoopBackOff", 0, 1, 3)),
                7,
                List.of());

        DeploymentView view = new DeploymentView(withTree(tree, null));

        assertThat(view.getTree())
                .extracting(ObjectRow::getDepth, ObjectRow::getKind, ObjectRow::getStatus, ObjectRow::getHealthStyle)
                .containsExactly(
                        tuple(0, "Deployment", "1 of 2 pods are ready", null),
                        tuple(1, "ReplicaSet", "1 of 2 ready", "deploy-workload-health--in-progress"),
                        tuple(
                                2,
                                "Pod",
                                "CrashLoopBackOff, 0 of 1 ready, restarts: 3",
                                "deploy-workload-health--failed"),
                        tuple(0, "Service", "healthy", null),
                        tuple(0, "Pod", "Succeeded, 0 of 1 ready", "deploy-workload-health--healthy"));
        assertThat(view.getOmitted()).isEqualTo("Not shown: 7 more ReplicaSets and pods.");
    }

    @Test
    void podsStandBelowTheObjectOfTheirNamespace() {
        ResourceTree tree = new ResourceTree(
                List.of(
                        new Node("Pod", "web-1", "Deployment", "web", Health.HEALTHY, "Running", 1, 1, 0, "monitoring"),
                        new Node("Pod", "web-1", "Deployment", "web", Health.HEALTHY, "Running", 1, 1, 0)),
                0,
                List.of(new Address("Service", "web", "https://203.0.113.7/", "monitoring")));

        assertThat(new DeploymentView(withTree(tree, "https://board.example.com/{namespace}/{kind}/{name}")).getTree())
                .extracting(ObjectRow::getDepth, ObjectRow::getQualifiedName, ObjectRow::getDashboardUrl)
                .containsExactly(
                        tuple(0, "web", "https://board.example.com/shop/deployment/web"),
                        tuple(1, "web-1", "https://board.example.com/shop/pod/web-1"),
                        tuple(0, "web", "https://board.example.com/shop/service/web"),
                        tuple(0, "monitoring/web-1", "https://board.example.com/monitoring/pod/web-1"));
        assertThat(new DeploymentView(withTree(tree, null)).getTree())
                .allSatisfy(row -> assertThat(row.getAddresses()).isEmpty());
    }

    @Test
    void ownersInCircleAreShownOnce() {
        ResourceTree circle = new ResourceTree(
                List.of(
                        new Node("ReplicaSet", "a", "ReplicaSet", "b", Health.HEALTHY, null, 0, 0, 0),
                        new Node("ReplicaSet", "b", "ReplicaSet", "a", Health.HEALTHY, null, 0, 0, 0)),
                0,
                List.of());

        assertThat(new DeploymentView(withTree(circle, null)).getTree())
                .extracting(ObjectRow::getName)
                .containsExactly("web", "web", "a", "b");
    }

    @Test
    void objectsLinkToTheirAddressesAndToTheDashboard() {
        ResourceTree tree = new ResourceTree(
                List.of(new Node("Pod", "web-1", "Deployment", "web", Health.HEALTHY, "Running", 1, 1, 0)),
                0,
                List.of(new Address("Service", "web", "https://203.0.113.7/")));

        DeploymentView view = new DeploymentView(withTree(tree, "https://board.example.com/{namespace}/{kind}/{name}"));

        assertThat(view.getTree())
                .extracting(ObjectRow::getDashboardUrl, ObjectRow::getAddresses)
                .containsExactly(
                        tuple("https://board.example.com/shop/deployment/web", List.of()),
                        tuple("https://board.example.com/shop/pod/web-1", List.of()),
                        tuple("https://board.example.com/shop/service/web", List.of("https://203.0.113.7/")));
    }

    @Test
    void onlyObjectsThatExistLinkToTheDashboard() {
        assertThat(links(
                        false,
                        object("Pod", Operation.DELETED),
                        object("Pod", Operation.CREATED),
                        object("ClusterRole", Operation.UPDATED)))
                .containsExactly(null, "https://b/shop/pod/a", null);
        assertThat(links(true, object("Pod", Operation.DELETED), object("Pod", Operation.CREATED)))
                .containsExactly("https://b/shop/pod/a", null);
    }

    private static ObjectProgress object(String kind, Operation operation) {
        return new ObjectProgress(kind, "shop", "a", operation, null, List.of());
    }

    @Test
    void dryRunSaysWhatDeployWouldDo() {
        assertThat(operations(true)).containsExactly("create", "update", "unchanged", "delete");
        assertThat(operations(false)).containsExactly("created", "updated", "unchanged", "deleted");
    }

    private static List<String> operations(boolean dryRun) {
        return rows(
                        dryRun,
                        object("Service", Operation.CREATED),
                        object("Deployment", Operation.UPDATED),
                        object("Secret", Operation.UNCHANGED),
                        object("ConfigMap", Operation.DELETED))
                .map(ObjectRow::getOperationName)
                .toList();
    }

    private static List<String> links(boolean dryRun, ObjectProgress... objects) {
        return rows(dryRun, objects).map(ObjectRow::getDashboardUrl).toList();
    }

    private static Stream<ObjectRow> rows(boolean dryRun, ObjectProgress... objects) {
        DeploymentProgress progress = new DeploymentProgress(
                1,
                "prod",
                "shop",
                "web",
                dryRun,
                Phase.ENDED,
                START,
                0,
                START,
                null,
                List.of(objects),
                List.of(),
                ResourceTree.EMPTY,
                "https://b/{namespace}/{kind}/{name}");
        return new DeploymentView(progress).getTree().stream();
    }

    @Test
    void dashboardLinkIsEncodedAndOnlyHttp() {
        assertThat(DashboardLink.of("https://b/{kind}/{name}", null, "ClusterRole", "system:a/b\"c"))
                .isEqualTo("https://b/clusterrole/system%3Aa%2Fb%22c");
        assertThat(DashboardLink.of("https://b/{namespace}/{name}", null, "ClusterRole", "a"))
                .isNull();
        assertThat(DashboardLink.of("javascript:alert({name})", "shop", "Pod", "a"))
                .isNull();
        assertThat(DashboardLink.of(null, "shop", "Pod", "a")).isNull();
    }

    private static DeploymentProgress withTree(ResourceTree tree, String dashboardUrl) {
        return new DeploymentProgress(
                1,
                "prod",
                "shop",
                "web",
                false,
                Phase.WAITING,
                START,
                START + 60_000,
                0,
                null,
                List.of(
                        new ObjectProgress("Deployment", "shop", "web", null, "1 of 2 pods are ready", List.of()),
                        new ObjectProgress("Service", "shop", "web", null, "healthy", List.of())),
                List.of(),
                tree,
                dashboardUrl);
    }

    private static DeploymentProgress progress(Phase phase, long endedAt, TimelineEntry... timeline) {
        return new DeploymentProgress(
                1,
                "prod",
                "shop",
                "web",
                false,
                phase,
                START,
                START + 60_000,
                endedAt,
                null,
                List.of(),
                List.of(timeline),
                ResourceTree.EMPTY,
                null);
    }
}
