package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress;
import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress.ObjectProgress;
import io.jenkins.plugins.deployworkload.report.progress.Phase;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Sample deploys of the workload {@code web} to the namespace {@code shop} of the cluster {@code prod}. */
public final class SampleDeploys {

    public static final Instant START = SampleRollout.TIME;

    public static final Duration DURATION = Duration.ofMillis(12_345);

    private SampleDeploys() {}

    /** A deploy that has updated its Deployment, and has left its Service unchanged. */
    public static DeployedWorkload deployed(
            Outcome outcome, RecoveryOutcome recovery, RolloutOptions options, String message, Finding... findings) {
        RolloutResult result = new RolloutResult(
                outcome,
                message,
                List.of(SampleRollout.SERVICE, SampleRollout.DEPLOYMENT),
                List.of(findings),
                recovery,
                Map.of("migrate", "sha256:def"),
                START,
                DURATION);
        return new DeployedWorkload("prod", SampleRollout.checkpoint(options), result);
    }

    /** A deploy of other objects, for example with many images. */
    public static DeployedWorkload deployed(RolloutOptions options, RolloutResult result) {
        return new DeployedWorkload("prod", SampleRollout.checkpoint(options), result);
    }

    public static DeploymentView view(boolean dryRun, ResourceTree tree, List<ObjectProgress> objects) {
        long start = START.toEpochMilli();
        return new DeploymentView(new DeploymentProgress(
                1,
                "prod",
                "shop",
                "web",
                dryRun,
                Phase.ENDED,
                start,
                start,
                start,
                Outcome.SUCCEEDED,
                objects,
                List.of(),
                tree,
                null));
    }
}
