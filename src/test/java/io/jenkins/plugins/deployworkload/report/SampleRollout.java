package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Location;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sample events and results of a rollout. The workload's name is {@code web}. */
final class SampleRollout {

    static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
    static final ObjectRef REF = new ObjectRef("apps/v1", "Deployment", "shop", "web");
    static final AppliedObject SERVICE = new AppliedObject(
            "v1", "Service", "shop", "web", "uid-1", 0, "7", AppliedObject.Operation.UNCHANGED, Map.of());
    static final AppliedObject DEPLOYMENT = new AppliedObject(
            "apps/v1", "Deployment", "shop", "web", "uid-2", 4, "8", AppliedObject.Operation.UPDATED, images());

    private SampleRollout() {}

    /** An object that does not belong to the workload {@code web}. */
    static ObjectRef otherObject() {
        return new ObjectRef("apps/v1", "Deployment", "shop", "other");
    }

    private static Map<String, String> images() {
        Map<String, String> images = new LinkedHashMap<>();
        images.put("migrate", "shop/migrate:1");
        images.put("app", "shop/web:2@sha256:abc");
        return images;
    }

    static RolloutCheckpoint checkpoint(RolloutOptions options) {
        return new RolloutCheckpoint(
                RolloutCheckpoint.VERSION,
                "shop",
                "web",
                true,
                List.of(new RolloutCheckpoint.ObjectCheckpoint(DEPLOYMENT, "hash", "1.2.3", null)),
                TIME,
                TIME,
                options,
                "revision-1",
                null);
    }

    static Finding crash(String... log) {
        return new Finding(
                "CrashLoop",
                Severity.FATAL,
                "It crashes.",
                new Location("Pod", "web-1", "app"),
                "2026-01-02T03:04:00Z",
                "Error, exit code 1\nthe program's own words",
                "Look there.",
                List.of(log));
    }

    static RolloutResult result(Outcome outcome, RolloutResult.RecoveryOutcome recovery, Finding... findings) {
        return result(outcome, recovery, Duration.ofMillis(12_345), findings);
    }

    static RolloutResult result(
            Outcome outcome, RolloutResult.RecoveryOutcome recovery, Duration duration, Finding... findings) {
        return new RolloutResult(
                outcome, "the message", List.of(SERVICE, DEPLOYMENT), List.of(findings), recovery, TIME, duration);
    }

    /** @param build the build that deployed the restored revision */
    static RolloutResult rolledBack(String image, String build) {
        return new RolloutResult(
                Outcome.FAILED,
                "the message",
                List.of(SERVICE, DEPLOYMENT),
                List.of(),
                RolloutResult.RecoveryOutcome.ROLLED_BACK,
                Map.of(),
                TIME,
                Duration.ofMillis(12_345),
                null,
                new RolloutResult.Restored(List.of(image), build));
    }
}
