package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.controller.Controller;
import io.jenkins.plugins.deployworkload.workload.controller.CronJob;
import io.jenkins.plugins.deployworkload.workload.controller.DaemonSet;
import io.jenkins.plugins.deployworkload.workload.controller.Deployment;
import io.jenkins.plugins.deployworkload.workload.controller.Job;
import io.jenkins.plugins.deployworkload.workload.controller.Single;
import io.jenkins.plugins.deployworkload.workload.controller.StatefulSet;
import io.jenkins.plugins.deployworkload.workload.disruption.PodDisruptionBudget;

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
            case CronJob ignored -> {
                checkForJob(workload, context);
                checkNameLength(
                        workload,
                        MAX_CRON_JOB_NAME_LENGTH,
                        Messages.ControllerRules_CronJobNameTooLong(Integer.toString(MAX_CRON_JOB_NAME_LENGTH)),
                        context);
            }
            case Job ignored -> checkForJob(workload, context);
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

    private static void checkForJob(WorkloadSections workload, ValidationContext context) {
        if (!workload.getServices().isEmpty()) {
            context.addProblem("services", Messages.ControllerRules_ServiceNotAllowed());
        }
        if (workload.getPodDisruptionBudget() != null) {
            context.addProblem("podDisruptionBudget", Messages.ControllerRules_DisruptionBudgetNotAllowed());
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
