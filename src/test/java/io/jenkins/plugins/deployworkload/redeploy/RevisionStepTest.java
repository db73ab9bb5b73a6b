package io.jenkins.plugins.deployworkload.redeploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.FailFast;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.PruneKind;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The step that deploys the revision of an earlier deploy with its options. */
class RevisionStepTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private static DeployedWorkload deployed(String credentialsId, RolloutOptions options) {
        return deployed(credentialsId, false, options);
    }

    private static DeployedWorkload deployed(
            String credentialsId, boolean skipPublishingChecks, RolloutOptions options) {
        return new DeployedWorkload(
                "prod",
                credentialsId,
                skipPublishingChecks,
                new RolloutCheckpoint(
                        RolloutCheckpoint.VERSION,
                        "shop",
                        "it's",
                        true,
                        List.of(),
                        START,
                        START.plus(Duration.ofMinutes(5)),
                        options,
                        "12-0a1b",
                        null),
                new RolloutResult(
                        Outcome.SUCCEEDED, "", List.of(), List.of(), RecoveryOutcome.NONE, START, Duration.ZERO));
    }

    @Test
    void deploysTheRevisionWithDefaults() {
        assertThat(RevisionStep.script(deployed(null, RolloutOptions.defaults()), null)
                        .replaceAll("\\s+", " "))
                .isEqualTo("deployWorkload cluster: 'prod', namespace: 'shop', name: 'it\\'s', revision: '12-0a1b',"
                        + " timeout: '300s' ");
    }

    @Test
    void deploysTheRevisionWithTheOptionsOfTheEarlierDeploy() {
        RolloutOptions options = RolloutOptions.defaults()
                .withOnFailure(OnFailure.ROLLBACK)
                .withFailFast(FailFast.STRICT)
                .withPrune(true)
                .withPruneKinds(List.of(PruneKind.PersistentVolumeClaim))
                .withReplace(true)
                .withForceConflicts(true)
                .withIgnoreNotReadyNodes(false)
                .withIgnoreAddresses(true)
                .withPatience(Map.of("CrashLoop", Duration.ofMinutes(2)))
                .withExpectedPlan("old")
                .withBuild(new RolloutOptions.BuildReference("shop/web", 1, null));

        assertThat(RevisionStep.script(deployed("mine", true, options), "web-1a2b"))
                .contains(
                        "credentialsId: 'mine'",
                        "expectedPlan: 'web-1a2b'",
                        "onFailure: 'rollback'",
                        "failFast: 'strict'",
                        "prune: true",
                        "pruneKinds: ['PersistentVolumeClaim']",
                        "skipPublishingChecks: true",
                        "replace: true",
                        "forceConflicts: true",
                        "ignoreNotReadyNodes: false",
                        "waitForAddresses: false",
                        "patience: [CrashLoop: '120s']")
                .doesNotContain("old", "waitForClaims", "build");
    }
}
