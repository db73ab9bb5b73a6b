package io.jenkins.plugins.deployworkload.redeploy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.execution.FailFastMode;
import io.jenkins.plugins.deployworkload.execution.FailurePolicy;
import io.jenkins.plugins.deployworkload.manifest.importing.PipelineScript;
import io.jenkins.plugins.deployworkload.report.DeploySettings;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;

/** The Pipeline step that deploys the revision of an earlier deploy with its options. */
final class RevisionStep {

    private RevisionStep() {}

    /** @param expectedPlan {@code null} for any plan */
    static String script(DeployedWorkload deployed, String expectedPlan) {
        DeploySettings settings = deployed.settings();
        RolloutOptions options = settings.options();
        ObjectNode step = JsonNodeFactory.instance.objectNode();
        step.put("cluster", deployed.getCluster()).put("namespace", deployed.getNamespace());
        step.put("name", deployed.getName()).put("revision", deployed.getRevision());
        putIfSet(step, "credentialsId", settings.credentialsId());
        putIfSet(step, "expectedPlan", expectedPlan);
        if (settings.timeout() != null) {
            step.put("timeout", settings.timeout().toSeconds() + "s");
        }
        for (FailurePolicy policy : FailurePolicy.values()) {
            if (policy.onFailure() == options.onFailure() && policy != FailurePolicy.keep) {
                step.put("onFailure", policy.name());
            }
        }
        for (FailFastMode mode : FailFastMode.values()) {
            if (mode.failFast() == options.failFast() && mode != FailFastMode.normal) {
                step.put("failFast", mode.name());
            }
        }
        putIfTrue(step, "prune", options.prune());
        if (options.prune() && !options.pruneKinds().isEmpty()) {
            ArrayNode kinds = step.putArray("pruneKinds");
            options.pruneKinds().stream().map(Enum::name).sorted().forEach(kinds::add);
        }
        putIfTrue(step, "pruneMoreThanHalf", options.prune() && options.pruneMoreThanHalf());
        putIfTrue(step, "skipPublishingChecks", settings.skipPublishingChecks());
        putIfTrue(step, "replace", options.replace());
        putIfTrue(step, "forceConflicts", options.forceConflicts());
        putIfFalse(step, "ignoreNotReadyNodes", options.ignoreNotReadyNodes());
        putIfFalse(step, "waitForAddresses", !options.ignoreAddresses());
        putIfFalse(step, "waitForClaims", !options.ignoreClaims());
        if (!options.patience().isEmpty()) {
            ObjectNode patience = step.putObject("patience");
            options.patience().forEach((signal, time) -> patience.put(signal, time.toSeconds() + "s"));
        }
        return PipelineScript.step(step);
    }

    private static void putIfSet(ObjectNode step, String option, String value) {
        if (value != null) {
            step.put(option, value);
        }
    }

    private static void putIfTrue(ObjectNode step, String option, boolean value) {
        if (value) {
            step.put(option, true);
        }
    }

    private static void putIfFalse(ObjectNode step, String option, boolean value) {
        if (!value) {
            step.put(option, false);
        }
    }
}
