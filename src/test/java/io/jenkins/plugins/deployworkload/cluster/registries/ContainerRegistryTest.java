package io.jenkins.plugins.deployworkload.cluster.registries;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.Validator;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The configuration of registries, and the registries that a job may use. */
class ContainerRegistryTest {

    private static List<String> problems(String address, Consumer<ContainerRegistry> change) {
        ContainerRegistry registry = new ContainerRegistry(address);
        change.accept(registry);
        Problems problems = new Problems();
        Validator.check(registry, "", problems);
        return problems.list().stream().map(Problem::toString).toList();
    }

    @Test
    void acceptsCompleteConfiguration() {
        assertThat(problems("registry.example:5000", registry -> {
                    registry.setCaCertificate("-----BEGIN CERTIFICATE-----");
                    registry.setCredentialsId("robot");
                    registry.setJobs(List.of("shop/**"));
                    registry.setTokenHosts(List.of("auth.example", "auth.example:8443"));
                    registry.setStorageHosts(List.of("storage.example", "*.storage.example"));
                    registry.setProxy(true);
                    registry.setMirrored(true);
                }))
                .isEmpty();
    }

    @Test
    void refusesInvalidValues() {
        assertThat(problems("registry.example/shop", registry -> {}))
                .singleElement()
                .asString()
                .startsWith("address:");
        assertThat(problems(null, registry -> {})).containsExactly("address: is required");
        assertThat(problems("a.example", registry -> registry.setCaCertificate("x")))
                .containsExactly("caCertificate: not a PEM certificate; it must contain -----BEGIN CERTIFICATE-----");
        assertThat(problems("http://a.example", registry -> registry.setCredentialsId("robot")))
                .containsExactly(
                        "credentialsId: cannot be used with http, which sends the password unencrypted; use an https address");
        assertThat(problems("a.example", registry -> registry.setJobs(List.of("a//b"))))
                .singleElement()
                .asString()
                .startsWith("jobs[0]:");
        assertThat(problems("a.example", registry -> registry.setTokenHosts(List.of("*.example"))))
                .as("the login goes to single hosts only")
                .singleElement()
                .asString()
                .startsWith("tokenHosts[0]:");
        assertThat(problems(
                        "a.example", registry -> registry.setStorageHosts(List.of("*.com", "*", "https://b.example"))))
                .hasSize(3);
    }

    @Test
    void jobUsesOnlyItsRegistries() {
        ContainerRegistry shop = new ContainerRegistry("registry.example");
        shop.setJobs(List.of("shop/**"));
        ContainerRegistry nobody = new ContainerRegistry("other.example");
        List<ContainerRegistry> all = List.of(shop, nobody);

        List<ContainerRegistry> usable = RegistryAccess.ofJob(all, "shop/web");
        assertThat(usable).containsExactly(shop);
        assertThat(RegistryAccess.ofJob(all, "tools")).isEmpty();
        assertThat(RegistryAccess.find(usable, OciReference.parse("registry.example/shop/web:1")))
                .contains(shop);
        assertThat(RegistryAccess.find(usable, OciReference.parse("other.example/shop/web:1")))
                .isEmpty();
        assertThat(RegistryAccess.find(usable, OciReference.parse("nginx"))).isEmpty();
    }
}
