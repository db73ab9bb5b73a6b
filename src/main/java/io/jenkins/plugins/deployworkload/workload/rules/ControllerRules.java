package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.controller.CronJob;
import io.jenkins.plugins.deployworkload.workload.controller.DaemonSet;
import io.jenkins.plugins.deployworkload.workload.controller.Deployment;
import io.jenkins.plugins.deployworkload.workload.controller.Job;
import io.jenkins.plugins.deployworkload.workload.controller.Single;
import io.jenkins.plugins.deployworkload.workload.controller.StatefulSet;

/** Checks the sections that all workload types share against the constraints of the workload's type. */
public final class ControllerRules {

    /**
     * In characters. The pod label {@code controller-revision-hash} holds the name, a hyphen and ten more characters; a label
     * value has at most 63.
     */
    private static final int MAX_STATEFUL_SET_NAME_LENGTH = 52;

    /** In characters. Each Job is named after its CronJob, with a hyphen and ten digits; the name of a Job has at most 63. */
    private static final int MAX_CRON_JOB_NAME_LENGTH = 52;

    private ControllerRules() {}

    /** @param context takes the problems, with paths relative to the workload */
    public static void check(WorkloadSections workload, ValidationContext context) {
        switch (workload.getController()) {
            case Deployment deployment -> {
                if (deployment.getAutoscaling() != null) {
                    new AutoscalingRules(deployment, workload, context).check();
                }
            }
            case StatefulSet ignored -> {
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
                checkNoService(workload, context);
                checkNameLength(
                        workload,
                        MAX_CRON_JOB_NAME_LENGTH,
                        Messages.ControllerRules_CronJobNameTooLong(Integer.toString(MAX_CRON_JOB_NAME_LENGTH)),
                        context);
            }
            case Job ignored -> checkNoService(workload, context);
            case Single ignored -> {}
            case DaemonSet ignored -> {}
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

    private static void checkNoService(WorkloadSections workload, ValidationContext context) {
        if (workload.getService() != null) {
            context.addProblem("service", Messages.ControllerRules_ServiceNotAllowed());
        }
    }
}
