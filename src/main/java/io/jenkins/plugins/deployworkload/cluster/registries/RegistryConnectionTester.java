package io.jenkins.plugins.deployworkload.cluster.registries;

import hudson.util.FormValidation;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.registry.NameList;
import io.jenkins.plugins.deployworkload.registry.RegistryClient;
import io.jenkins.plugins.deployworkload.registry.RegistryException;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.Validator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Tests the connection to a registry when an administrator clicks the button in the registry's form. The caller must check
 * that the user is an administrator.
 */
final class RegistryConnectionTester {

    private static final int TIMEOUT_SECONDS = 10;

    private RegistryConnectionTester() {}

    /** Validates the values of the form and then tests the connection. With invalid values, no request is sent. */
    static FormValidation validateAndTest(ContainerRegistry registry) {
        Problems problems = new Problems();
        Validator.check(registry, "", problems);
        if (!problems.isEmpty()) {
            return FormValidation.error(
                    problems.list().stream().map(Problem::toString).collect(Collectors.joining("\n")));
        }
        try {
            RegistryClient client = new RegistryClient(RegistryAccess.settings(registry));
            return VirtualThreads.submit(() -> test(client)).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (IllegalArgumentException | IllegalStateException e) {
            return FormValidation.error(e.getMessage());
        } catch (ExecutionException e) {
            return FormValidation.error(String.valueOf(e.getCause().getMessage()));
        } catch (TimeoutException e) {
            return FormValidation.error(Messages.RegistryConnectionTester_Timeout(TIMEOUT_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Messages.RegistryConnectionTester_Timeout(TIMEOUT_SECONDS));
        }
    }

    private static FormValidation test(RegistryClient client) {
        try {
            client.ping();
        } catch (RegistryException e) {
            return FormValidation.error(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(e.getMessage());
        }
        try {
            NameList repositories = client.repositories();
            return FormValidation.ok(Messages.RegistryConnectionTester_Repositories(
                    repositories.names().size() + (repositories.more() ? "+" : "")));
        } catch (RegistryException e) {
            return FormValidation.ok(Messages.RegistryConnectionTester_NoCatalog(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(e.getMessage());
        }
    }
}
