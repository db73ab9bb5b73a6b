package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.completion.CompletionMode;
import io.jenkins.plugins.deployworkload.workload.completion.OnExitCodes;
import io.jenkins.plugins.deployworkload.workload.completion.PodFailureRule;
import io.jenkins.plugins.deployworkload.workload.controller.Controller;
import io.jenkins.plugins.deployworkload.workload.controller.CronJob;
import io.jenkins.plugins.deployworkload.workload.controller.DaemonSet;
import io.jenkins.plugins.deployworkload.workload.controller.Deployment;
import io.jenkins.plugins.deployworkload.workload.controller.Job;
import io.jenkins.plugins.deployworkload.workload.controller.JobBase;
import io.jenkins.plugins.deployworkload.workload.controller.Single;
import io.jenkins.plugins.deployworkload.workload.controller.StatefulSet;
import io.jenkins.plugins.deployworkload.workload.disruption.PodDisruptionBudget;
import java.util.List;
import java.util.stream.Stream;

/** Checks that the common sections of a workload satisfy the constraints of its type. */
public final class ControllerRules {

    /**
     * The maximum length of the name, in characters. The pod label {@code controller-revision-hash} consists of the
     * name, a hyphen and ten more characters, and a label value has at most 63 characters.
     */
    private static final int MAX_STATEFUL_SET_NAME_LENGTH = 52;

    /**
     * The maximum length of the name, in characters. The name of each Job consists of the CronJob's name, a hyphen and
     * ten digits, and has at most 63 characters.
     */
    private static final int MAX_CRON_JOB_NAME_LENGTH = 52;

    /** In characters, as the names of hosts. */
    private static final int MAX_HOST_NAME_LENGTH = 63;

    private ControllerRules() {}

    /** @param context receives the problems, with paths relative to the workload */
    public static void check(WorkloadSections workload, ValidationContext context) {
        switch (workload.getController()) {
            case Deployment deployment -> checkAutoscaling(deployment, workload, context);
            case StatefulSet set -> {
                checkAutoscaling(set, workload, context);
                checkNameLength(
                        workload,
                        MAX_STATEFUL_SET_NAME_LENGTH,
                        Messages.ControllerRules_StatefulSetNameTooLong(Integer.toString(MAX_STATEFUL_SET_NAME_LENGTH)),
                        context);
                if (workload.getHostname() != null) {
                    context.addProblem("hostname", Messages.ControllerRules_HostnameNotAllowed());
                }
            }
            case CronJob job -> {
                checkForJob(workload, job, context);
                checkNameLength(
                        workload,
                        MAX_CRON_JOB_NAME_LENGTH,
                        Messages.ControllerRules_CronJobNameTooLong(Integer.toString(MAX_CRON_JOB_NAME_LENGTH)),
                        context);
            }
            case Job job -> checkForJob(workload, job, context);
            case Single ignored -> {}
            case DaemonSet ignored -> checkDisruptionBudget(workload, context);
            case null -> {}
        }
    }

    private static void checkNameLength(
            WorkloadSections workload, int maxLength, String message, ValidationContext context) {
        String name = workload.getName();
        if (name != null && name.length() > maxLength) {
            context.addProblem("name", message);
        }
    }

    private static void checkAutoscaling(Controller controller, WorkloadSections workload, ValidationContext context) {
        if (controller.getAutoscaling() != null) {
            new AutoscalingRules(controller, workload, context).check();
        }
    }

    private static void checkForJob(WorkloadSections workload, JobBase job, ValidationContext context) {
        checkFailurePolicy(workload, job, context);
        checkIndexedName(workload, job, context);
        if (!workload.getServices().isEmpty()) {
            context.addProblem("services", Messages.ControllerRules_ServiceNotAllowed());
        }
        if (workload.getPodDisruptionBudget() != null) {
            context.addProblem("podDisruptionBudget", Messages.ControllerRules_DisruptionBudgetNotAllowed());
        }
    }

    /**
     * The host name of a pod consists of the name of its Job, a hyphen and its index. It has at most 63 characters, and no
     * dot.
     */
    private static void checkIndexedName(WorkloadSections workload, JobBase job, ValidationContext context) {
        boolean indexed = job.getCompletionMode() == CompletionMode.Indexed
                && job.getCompletions() != null
                && job.getCompletions() > 0;
        if (!indexed || workload.getName() == null) {
            return;
        }
        int longestWithoutIndex = job instanceof CronJob ? MAX_CRON_JOB_NAME_LENGTH : MAX_HOST_NAME_LENGTH;
        int longest = longestWithoutIndex
                - "-".length()
                - Integer.toString(job.getCompletions() - 1).length();
        int length = workload.getName().length();
        if (workload.getName().contains(".")) {
            context.addProblem("name", Messages.ControllerRules_IndexedNameWithDot(workload.getName()));
        }
        // Other rules report longer names.
        if (length > longest && length <= longestWithoutIndex) {
            context.addProblem("name", Messages.ControllerRules_IndexedNameTooLong(Integer.toString(longest)));
        }
    }

    private static void checkFailurePolicy(WorkloadSections workload, JobBase job, ValidationContext context) {
        List<PodFailureRule> rules = job.getPodFailurePolicy() == null
                ? List.of()
                : job.getPodFailurePolicy().getRules();
        for (int i = 0; i < rules.size(); i++) {
            OnExitCodes codes = rules.get(i) == null ? null : rules.get(i).getOnExitCodes();
            String name = codes == null ? null : codes.getContainerName();
            if (name != null
                    && Stream.concat(workload.getInitContainers().stream(), workload.getContainers().stream())
                            .noneMatch(container -> container != null && name.equals(container.getName()))) {
                context.addProblem(
                        "controller." + SectionModel.nameOf(job.getClass()) + ".podFailurePolicy.rules[" + i
                                + "].onExitCodes.containerName",
                        Messages.PodRules_UnknownContainer(name));
            }
        }
    }

    /**
     * The disruption controller knows the expected number of pods only from a scale subresource, which a DaemonSet does
     * not have. A percentage and maxUnavailable need this number; without it, no pod could be evicted.
     */
    private static void checkDisruptionBudget(WorkloadSections workload, ValidationContext context) {
        PodDisruptionBudget budget = workload.getPodDisruptionBudget();
        if (budget == null) {
            return;
        }
        if (budget.getMaxUnavailable() != null) {
            context.addProblem(
                    "podDisruptionBudget.maxUnavailable", Messages.ControllerRules_DisruptionBudgetOfDaemonSet());
        } else if (budget.getMinAvailable() != null && budget.getMinAvailable().endsWith("%")) {
            context.addProblem(
                    "podDisruptionBudget.minAvailable", Messages.ControllerRules_DisruptionBudgetOfDaemonSet());
        }
    }
}
