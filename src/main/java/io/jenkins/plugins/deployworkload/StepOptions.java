package io.jenkins.plugins.deployworkload;

import io.jenkins.plugins.deployworkload.cluster.access.PatternCheck;
import io.jenkins.plugins.deployworkload.execution.DeployRequest;
import io.jenkins.plugins.deployworkload.execution.FailFastMode;
import io.jenkins.plugins.deployworkload.execution.FailurePolicy;
import io.jenkins.plugins.deployworkload.execution.FileVariables;
import io.jenkins.plugins.deployworkload.policy.ImagePattern;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Detectors;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.binding.DidYouMean;
import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Converts the options of the step for the rollout, and checks the rules that annotations cannot express. */
final class StepOptions {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

    private StepOptions() {}

    /** The parameters of the step; a default replaces each parameter that is not set. */
    static DeployRequest request(DeployWorkloadStep step) {
        return new DeployRequest(
                step.getCluster(),
                step.getCredentialsId(),
                step.getNamespace(),
                step.getWorkload(),
                step.getFile(),
                step.getAllowedNames(),
                step.getAllowedImages(),
                new FileVariables(step.getVariables(), step.getBuildParameters()),
                step.getFileCredentials(),
                step.getImages(),
                step.getTimeout() == null ? DEFAULT_TIMEOUT : Durations.parse(step.getTimeout()),
                rolloutOptions(step),
                step.getBuildResult(),
                Boolean.TRUE.equals(step.getRemoveOnDelete()),
                Boolean.TRUE.equals(step.getSkipPublishingChecks()),
                StepSources.manifests(step),
                StepSources.revision(step));
    }

    /** The options of the rollout, with their defaults. */
    static RolloutOptions rolloutOptions(DeployWorkloadStep step) {
        FailurePolicy onFailure = Objects.requireNonNullElse(step.getOnFailure(), FailurePolicy.keep);
        FailFastMode failFast = Objects.requireNonNullElse(step.getFailFast(), FailFastMode.normal);
        return step.pruneOptions()
                .withOnFailure(onFailure.onFailure())
                .withReplace(Boolean.TRUE.equals(step.getReplace()))
                .withAdopt(Boolean.TRUE.equals(step.getAdopt()))
                .withForceConflicts(Boolean.TRUE.equals(step.getForceConflicts()))
                .withDryRun(Boolean.TRUE.equals(step.getDryRun()))
                .withExpectedPlan(step.getExpectedPlan())
                .withDetached(Boolean.FALSE.equals(step.getWait()))
                .withFailFast(failFast.failFast())
                .withIgnoreNotReadyNodes(!Boolean.FALSE.equals(step.getIgnoreNotReadyNodes()))
                .withCreateNamespace(Boolean.TRUE.equals(step.getCreateNamespace()))
                .withIgnoreAddresses(Boolean.FALSE.equals(step.getWaitForAddresses()))
                .withIgnoreClaims(Boolean.FALSE.equals(step.getWaitForClaims()))
                .withPatience(step.getPatience().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Durations.parse(entry.getValue()))));
    }

    static void check(DeployWorkloadStep step, ValidationContext validation) {
        StepSources.check(step, validation);
        boolean readsFiles = step.getFile() != null || step.getManifests() != null;
        emptyPins(step).forEach(field -> validation.addProblem(field, Messages.DeployWorkloadStep_emptyPins()));
        checkPins(
                "allowedNames",
                step.getAllowedNames(),
                readsFiles,
                PatternCheck::isNamePattern,
                Messages::DeployWorkloadStep_invalidNamePattern,
                validation);
        checkPins(
                "allowedImages",
                step.getAllowedImages(),
                readsFiles,
                ImagePattern::isValid,
                Messages::DeployWorkloadStep_invalidImagePattern,
                validation);
        if (!step.getFileCredentials().isEmpty() && step.getFile() == null) {
            validation.addProblem("fileCredentials", Messages.DeployWorkloadStep_requiresWorkloadFile());
        }
        if (Boolean.TRUE.equals(step.getDryRun()) && step.getExpectedPlan() != null) {
            validation.addProblem("expectedPlan", Messages.DeployWorkloadStep_notWithDryRun());
        }
        if (Boolean.FALSE.equals(step.getWait())) {
            checkWithoutWaiting(step, validation);
        }
        step.getPatience().keySet().forEach(reason -> checkReason(reason, validation));
    }

    /**
     * The pins that were given as an empty list, such as one that a script has computed. They would allow nothing, so they
     * are refused, and must not count as omitted.
     */
    static List<String> emptyPins(DeployWorkloadStep step) {
        List<String> fields = new ArrayList<>();
        if (step.allowedNames != null && step.allowedNames.isEmpty()) {
            fields.add("allowedNames");
        }
        if (step.allowedImages != null && step.allowedImages.isEmpty()) {
            fields.add("allowedImages");
        }
        return fields;
    }

    private static void checkPins(
            String field,
            List<String> patterns,
            boolean readsFiles,
            Predicate<String> isValid,
            Function<Object, String> message,
            ValidationContext validation) {
        if (!patterns.isEmpty() && !readsFiles) {
            validation.addProblem(field, Messages.DeployWorkloadStep_requiresFile());
        }
        PatternCheck.check(field, patterns, isValid, message, validation);
    }

    private static void checkWithoutWaiting(DeployWorkloadStep step, ValidationContext validation) {
        if (step.getOnFailure() != null && step.getOnFailure() != FailurePolicy.keep) {
            validation.addProblem("onFailure", Messages.DeployWorkloadStep_requiresWait());
        }
        if (Boolean.TRUE.equals(step.getPrune())) {
            validation.addProblem("prune", Messages.DeployWorkloadStep_requiresWait());
        }
    }

    private static void checkReason(String reason, ValidationContext validation) {
        List<String> signals = Detectors.signals();
        if (!signals.contains(reason)) {
            validation.addProblem(
                    FieldPaths.key("patience", reason),
                    DidYouMean.suggest(reason, signals)
                            .map(known -> Messages.DeployWorkloadStep_unknownReason_didYouMean(reason, known))
                            .orElseGet(() -> Messages.DeployWorkloadStep_unknownReason(reason)));
        }
    }
}
