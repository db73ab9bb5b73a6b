package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.rollout.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.Outcome;
import io.jenkins.plugins.deployworkload.rollout.RolledObject;
import io.jenkins.plugins.deployworkload.rollout.RolloutMemory;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Finding;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Place;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the rollout of a workload {@code web} tells. */
final class Events {

    static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
    static final ObjectRef REF = new ObjectRef("apps/v1", "Deployment", "shop", "web");
    static final RolledObject SERVICE = new RolledObject(
            "v1", "Service", "shop", "web", "uid-1", 0, "7", RolledObject.Operation.UNCHANGED, Map.of());
    static final RolledObject DEPLOYMENT = new RolledObject(
            "apps/v1", "Deployment", "shop", "web", "uid-2", 4, "8", RolledObject.Operation.CHANGED, images());

    private Events() {}

    /** Of another workload. */
    static ObjectRef other() {
        return new ObjectRef("apps/v1", "Deployment", "shop", "other");
    }

    private static Map<String, String> images() {
        Map<String, String> images = new LinkedHashMap<>();
        images.put("migrate", "shop/migrate:1");
        images.put("app", "shop/web:2@sha256:abc");
        return images;
    }

    static RolloutMemory memory(RolloutOptions options) {
        return new RolloutMemory(
                RolloutMemory.VERSION,
                "shop",
                "web",
                true,
                List.of(new RolloutMemory.Item(DEPLOYMENT, "hash", null)),
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
                new Place("Pod", "web-1", "app"),
                "2026-01-02T03:04:00Z",
                "Error, exit code 1\nthe program's own words",
                "Look there.",
                List.of(log));
    }

    static RolloutResult result(Outcome outcome, RolloutResult.Aftermath aftermath, Finding... findings) {
        return result(outcome, aftermath, Duration.ofMillis(12_345), findings);
    }

    static RolloutResult result(
            Outcome outcome, RolloutResult.Aftermath aftermath, Duration duration, Finding... findings) {
        return new RolloutResult(
                outcome,
                "what became of it",
                List.of(SERVICE, DEPLOYMENT),
                List.of(findings),
                aftermath,
                TIME,
                duration);
    }
}
