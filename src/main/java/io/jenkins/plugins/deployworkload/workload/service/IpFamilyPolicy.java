package io.jenkins.plugins.deployworkload.workload.service;

/** How many IP families a Service needs. The constants are Kubernetes' own values. */
public enum IpFamilyPolicy {
    SingleStack,
    PreferDualStack,
    RequireDualStack
}
