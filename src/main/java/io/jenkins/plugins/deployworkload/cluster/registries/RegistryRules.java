package io.jenkins.plugins.deployworkload.cluster.registries;

import io.jenkins.plugins.deployworkload.cluster.access.JobPattern;
import io.jenkins.plugins.deployworkload.cluster.access.PatternCheck;
import io.jenkins.plugins.deployworkload.registry.RegistryAddress;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import java.util.Optional;
import java.util.regex.Pattern;

/** Validates the configuration of a registry. */
final class RegistryRules {

    private static final Pattern HOST =
            Pattern.compile("(\\*\\.)?[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?(:[0-9]{1,5})?");

    private RegistryRules() {}

    static void check(ContainerRegistry registry, ValidationContext context) {
        Optional<RegistryAddress> address = registry.parsedAddress();
        if (registry.getAddress() != null && address.isEmpty()) {
            context.addProblem("address", Messages.ContainerRegistry_InvalidAddress(registry.getAddress()));
        }
        if (registry.getCaCertificate() != null
                && !registry.getCaCertificate().contains("-----BEGIN CERTIFICATE-----")) {
            context.addProblem("caCertificate", Messages.ContainerRegistry_InvalidCaCertificate());
        }
        boolean hasCredential = registry.getCredentialsId() != null
                && !registry.getCredentialsId().isBlank();
        if (hasCredential && address.isPresent() && !address.get().isEncrypted()) {
            context.addProblem("credentialsId", Messages.ContainerRegistry_CredentialNeedsTls());
        }
        PatternCheck.check(
                "jobs", registry.getJobs(), JobPattern::isValid, Messages::ContainerRegistry_InvalidJob, context);
        PatternCheck.check(
                "tokenHosts",
                registry.getTokenHosts(),
                host -> HOST.matcher(host).matches() && !host.startsWith("*"),
                Messages::ContainerRegistry_InvalidTokenHost,
                context);
        PatternCheck.check(
                "storageHosts",
                registry.getStorageHosts(),
                host -> HOST.matcher(host).matches() && !(host.startsWith("*") && host.indexOf('.', 2) < 0),
                Messages::ContainerRegistry_InvalidStorageHost,
                context);
    }
}
