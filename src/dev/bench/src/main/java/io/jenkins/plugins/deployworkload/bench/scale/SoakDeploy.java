package io.jenkins.plugins.deployworkload.bench.scale;

import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.util.Random;
import java.util.regex.Pattern;

/** The kinds of deploys in the soak test, and the only right verdict of each. */
enum SoakDeploy {
    NEW_IMAGE(Outcome.SUCCEEDED, RecoveryOutcome.NONE, 60),
    NO_CHANGE(Outcome.SUCCEEDED, RecoveryOutcome.NONE, 10),
    INVALID_IMAGE(Outcome.FAILED, RecoveryOutcome.ROLLED_BACK, 20),
    ABORT(Outcome.ABORTED, RecoveryOutcome.NONE, 10);

    private static final Pattern UNREACHABLE = Pattern.compile("cannot be reached|HTTP 503|connection .*broke");

    private final Outcome outcome;
    private final RecoveryOutcome recovery;
    private final int percent;

    SoakDeploy(Outcome outcome, RecoveryOutcome recovery, int percent) {
        this.outcome = outcome;
        this.recovery = recovery;
        this.percent = percent;
    }

    static SoakDeploy next(Random random) {
        int value = random.nextInt(100);
        for (SoakDeploy deploy : values()) {
            value -= deploy.percent;
            if (value < 0) {
                return deploy;
            }
        }
        throw new IllegalStateException("the shares are less than 100 %");
    }

    /** Whether the deploy has ended before it applied an object, because the API server was down. */
    static boolean isUnreachable(RolloutResult result) {
        return result.outcome() == Outcome.REFUSED
                && result.objects().isEmpty()
                && UNREACHABLE.matcher(result.message()).find();
    }

    boolean isRight(RolloutResult result) {
        return result.outcome() == outcome && result.recovery() == recovery;
    }
}
