package io.jenkins.plugins.deployworkload.workload.pod.scheduling;

/**
 * The action of the scheduler for a pod that would violate a {@link TopologySpreadConstraint}. The constants are Kubernetes'
 * own values.
 */
public enum UnsatisfiableConstraintAction {
    DoNotSchedule,
    ScheduleAnyway
}
