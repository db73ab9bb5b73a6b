package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.AppArmorProfile;
import io.fabric8.kubernetes.api.model.AppArmorProfileBuilder;
import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.CapabilitiesBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.SELinuxOptions;
import io.fabric8.kubernetes.api.model.SELinuxOptionsBuilder;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SeccompProfileBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Sysctl;
import io.jenkins.plugins.deployworkload.manifest.value.EmptyToNull;
import io.jenkins.plugins.deployworkload.manifest.value.EnumNames;
import io.jenkins.plugins.deployworkload.workload.container.ContainerSecurityContext;
import io.jenkins.plugins.deployworkload.workload.security.SeLinuxOptions;

/** Renders the security contexts of pods and containers. */
final class SecurityContextRenderer {

    private SecurityContextRenderer() {}

    static SecurityContext render(ContainerSecurityContext security) {
        if (security == null) {
            return null;
        }
        return EmptyToNull.of(
                new SecurityContextBuilder()
                        .withRunAsNonRoot(security.getRunAsNonRoot())
                        .withRunAsUser(security.getRunAsUser())
                        .withRunAsGroup(security.getRunAsGroup())
                        .withPrivileged(security.getPrivileged())
                        .withCapabilities(capabilities(security.getCapabilities()))
                        .withAllowPrivilegeEscalation(security.getAllowPrivilegeEscalation())
                        .withReadOnlyRootFilesystem(security.getReadOnlyRootFilesystem())
                        .withSeLinuxOptions(seLinux(security.getSeLinuxOptions()))
                        .withSeccompProfile(seccomp(security.getSeccompProfile()))
                        .withAppArmorProfile(appArmor(security.getAppArmorProfile()))
                        .build(),
                new SecurityContext());
    }

    static PodSecurityContext renderPod(io.jenkins.plugins.deployworkload.workload.pod.PodSecurityContext security) {
        if (security == null) {
            return null;
        }
        return EmptyToNull.of(
                new PodSecurityContextBuilder()
                        .withRunAsNonRoot(security.getRunAsNonRoot())
                        .withRunAsUser(security.getRunAsUser())
                        .withRunAsGroup(security.getRunAsGroup())
                        .withFsGroup(security.getFsGroup())
                        .withFsGroupChangePolicy(EnumNames.of(security.getFsGroupChangePolicy()))
                        .withSupplementalGroups(security.getSupplementalGroups())
                        .withSupplementalGroupsPolicy(EnumNames.of(security.getSupplementalGroupsPolicy()))
                        .withSysctls(security.getSysctls().stream()
                                .map(sysctl -> new Sysctl(sysctl.getName(), sysctl.getValue()))
                                .toList())
                        .withSeLinuxOptions(seLinux(security.getSeLinuxOptions()))
                        .withSeccompProfile(seccomp(security.getSeccompProfile()))
                        .withAppArmorProfile(appArmor(security.getAppArmorProfile()))
                        .build(),
                new PodSecurityContext());
    }

    private static Capabilities capabilities(
            io.jenkins.plugins.deployworkload.workload.container.Capabilities capabilities) {
        return capabilities == null
                ? null
                : EmptyToNull.of(
                        new CapabilitiesBuilder()
                                .withAdd(capabilities.getAdd())
                                .withDrop(capabilities.getDrop())
                                .build(),
                        new Capabilities());
    }

    private static SELinuxOptions seLinux(SeLinuxOptions options) {
        return options == null
                ? null
                : EmptyToNull.of(
                        new SELinuxOptionsBuilder()
                                .withLevel(options.getLevel())
                                .withRole(options.getRole())
                                .withType(options.getType())
                                .withUser(options.getUser())
                                .build(),
                        new SELinuxOptions());
    }

    private static SeccompProfile seccomp(io.jenkins.plugins.deployworkload.workload.security.SeccompProfile profile) {
        return profile == null
                ? null
                : new SeccompProfileBuilder()
                        .withType(EnumNames.of(profile.getType()))
                        .withLocalhostProfile(profile.getLocalhostProfile())
                        .build();
    }

    private static AppArmorProfile appArmor(
            io.jenkins.plugins.deployworkload.workload.security.AppArmorProfile profile) {
        return profile == null
                ? null
                : new AppArmorProfileBuilder()
                        .withType(EnumNames.of(profile.getType()))
                        .withLocalhostProfile(profile.getLocalhostProfile())
                        .build();
    }
}
