package io.jenkins.plugins.deployworkload.workload.controller;

import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.completion.CompletionMode;
import io.jenkins.plugins.deployworkload.workload.completion.FailureAction;
import io.jenkins.plugins.deployworkload.workload.completion.PodFailureRule;
import io.jenkins.plugins.deployworkload.workload.completion.PodReplacementPolicy;
import io.jenkins.plugins.deployworkload.workload.completion.SuccessRule;
import java.util.List;

/** Checks the properties of a Job against each other, as the API server's {@code validateJobSpec} does. */
final class JobRules {

    /** More completions than this need tighter limits, if they have a backoff limit per index. */
    private static final int MANY_COMPLETIONS = 100_000;

    private static final int MAX_PARALLELISM = 100_000;
    private static final int MAX_FOR_MANY_COMPLETIONS = 10_000;

    private final JobBase job;
    private final ValidationContext context;
    private final boolean indexed;

    JobRules(JobBase job, ValidationContext context) {
        this.job = job;
        this.context = context;
        indexed = job.getCompletionMode() == CompletionMode.Indexed;
    }

    void check() {
        if (indexed) {
            checkIndexed();
        } else {
            checkNotIndexed("backoffLimitPerIndex", job.getBackoffLimitPerIndex());
            checkNotIndexed("maxFailedIndexes", job.getMaxFailedIndexes());
            checkNotIndexed("successPolicy", job.getSuccessPolicy());
        }
        checkFailurePolicy();
    }

    private void checkNotIndexed(String property, Object value) {
        if (value != null) {
            context.addProblem(property, Messages.JobRules_NotIndexed());
        }
    }

    private void checkIndexed() {
        Integer completions = job.getCompletions();
        if (completions == null) {
            context.addProblem("completions", Messages.JobRules_CompletionsRequired());
            return;
        }
        Integer maxFailed = job.getMaxFailedIndexes();
        boolean many = completions > MANY_COMPLETIONS && job.getBackoffLimitPerIndex() != null;
        checkLimit("parallelism", job.getParallelism(), many ? MAX_FOR_MANY_COMPLETIONS : MAX_PARALLELISM);
        if (maxFailed != null && job.getBackoffLimitPerIndex() == null) {
            context.addProblem("maxFailedIndexes", Messages.JobRules_NoBackoffLimitPerIndex());
        } else if (maxFailed == null && many) {
            context.addProblem(
                    "maxFailedIndexes", Messages.JobRules_MaxFailedRequired(Integer.toString(MANY_COMPLETIONS)));
        } else {
            checkLimit(
                    "maxFailedIndexes",
                    maxFailed,
                    Math.min(completions, many ? MAX_FOR_MANY_COMPLETIONS : Integer.MAX_VALUE));
        }
        List<SuccessRule> rules = job.getSuccessPolicy() == null
                ? List.of()
                : job.getSuccessPolicy().getRules();
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i) != null) {
                checkSuccessRule(rules.get(i), "successPolicy.rules[" + i + "].", completions);
            }
        }
    }

    private void checkLimit(String property, Integer value, int max) {
        if (value != null && value > max) {
            context.addProblem(property, Messages.JobRules_TooLarge(value.toString(), Integer.toString(max)));
        }
    }

    private void checkSuccessRule(SuccessRule rule, String path, int completions) {
        long total = completions;
        if (rule.getSucceededIndexes() != null) {
            long last = -1;
            total = 0;
            for (String interval : rule.getSucceededIndexes().split(",")) {
                if (!interval.matches("[0-9]{1,9}(-[0-9]{1,9})?")) {
                    return;
                }
                long first = Long.parseLong(interval.replaceFirst("-.*", ""));
                long end = Long.parseLong(interval.replaceFirst(".*-", ""));
                if (first <= last || end < first || end >= completions || interval.contains("-") && end == first) {
                    context.addProblem(
                            path + "succeededIndexes", Messages.JobRules_BadIndexes(Integer.toString(completions)));
                    return;
                }
                total += end - first + 1;
                last = end;
            }
        }
        if (rule.getSucceededCount() != null && rule.getSucceededCount() > total) {
            context.addProblem(
                    path + "succeededCount",
                    Messages.JobRules_TooLarge(rule.getSucceededCount().toString(), Long.toString(total)));
        }
    }

    private void checkFailurePolicy() {
        if (job.getPodFailurePolicy() == null) {
            return;
        }
        if (job.getRestartPolicy() != RestartPolicy.Never) {
            context.addProblem("restartPolicy", Messages.JobRules_RestartPolicyNotNever());
        }
        if (job.getPodReplacementPolicy() == PodReplacementPolicy.TerminatingOrFailed) {
            context.addProblem("podReplacementPolicy", Messages.JobRules_ReplacementPolicyNotFailed());
        }
        List<PodFailureRule> rules = job.getPodFailurePolicy().getRules();
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i) != null
                    && rules.get(i).getAction() == FailureAction.FailIndex
                    && job.getBackoffLimitPerIndex() == null) {
                context.addProblem(
                        "podFailurePolicy.rules[" + i + "].action", Messages.JobRules_NoBackoffLimitPerIndex());
            }
        }
    }
}
