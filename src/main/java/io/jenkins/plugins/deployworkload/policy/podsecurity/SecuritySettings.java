package io.jenkins.plugins.deployworkload.policy.podsecurity;

import io.fabric8.kubernetes.api.model.AppArmorProfile;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SELinuxOptions;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.WindowsSecurityContextOptions;

/**
 * The settings that both a pod's and a container's {@code securityContext} have. Each setting is null if it is not set.
 *
 * @param path the path of the {@code securityContext}
 */
record SecuritySettings(
        String path,
        AppArmorProfile appArmorProfile,
        SeccompProfile seccompProfile,
        SELinuxOptions seLinuxOptions,
        WindowsSecurityContextOptions windowsOptions,
        Boolean runAsNonRoot,
        Long runAsUser) {

    static SecuritySettings of(PodSecurityContext context) {
        return new SecuritySettings(
                "spec.securityContext",
                context.getAppArmorProfile(),
                context.getSeccompProfile(),
                context.getSeLinuxOptions(),
                context.getWindowsOptions(),
                context.getRunAsNonRoot(),
                context.getRunAsUser());
    }

    static SecuritySettings of(String path, SecurityContext context) {
        return new SecuritySettings(
                path,
                context.getAppArmorProfile(),
                context.getSeccompProfile(),
                context.getSeLinuxOptions(),
                context.getWindowsOptions(),
                context.getRunAsNonRoot(),
                context.getRunAsUser());
    }
}
