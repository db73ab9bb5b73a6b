package io.jenkins.plugins.deployworkload.workload.security;

/** The type of an AppArmor profile; the constants are Kubernetes' own values. */
public enum AppArmorProfileType {
    RuntimeDefault,
    Unconfined,
    Localhost
}
