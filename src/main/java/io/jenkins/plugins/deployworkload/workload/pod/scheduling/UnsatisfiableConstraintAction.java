package io.jenkins.plugins.deployworkload.workload.pod.scheduling;

/** What the scheduler does with a pod that violates a {@link TopologySpreadConstraint}; the constants are Kubernetes' own values. */
public enum UnsatisfiableConstraintAction {
    DoNotSchedule,
    ScheduleAnyway
}
