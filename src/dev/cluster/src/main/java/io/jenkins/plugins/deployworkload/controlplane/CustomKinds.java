package io.jenkins.plugins.deployworkload.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Installs custom kinds on the control plane. */
public final class CustomKinds {

    private static final String AGGREGATED_DISCOVERY =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private CustomKinds() {}

    /**
     * Creates the definition, unless it exists, and waits until the API server serves its kind. The definition must have
     * one version.
     *
     * @throws ControlPlaneException if the kind is not served within two minutes
     */
    public static void install(KubernetesClient client, CustomResourceDefinition definition) {
        client.resource(definition).createOr(existing -> null);
        client.resource(definition).waitUntilCondition(CustomKinds::isEstablished, 1, TimeUnit.MINUTES);
        awaitServed(client, definition);
    }

    private static boolean isEstablished(CustomResourceDefinition definition) {
        // The API server first writes a status whose conditions are null.
        return definition != null
                && definition.getStatus() != null
                && definition.getStatus().getConditions() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    /**
     * The parts of the API server learn of an established definition through watches: the part that serves its objects,
     * and discovery, in both formats.
     */
    private static void awaitServed(KubernetesClient client, CustomResourceDefinition definition) {
        String group = definition.getSpec().getGroup();
        String plural = definition.getSpec().getNames().getPlural();
        String path = "/apis/" + group + "/"
                + definition.getSpec().getVersions().getFirst().getName();
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (client.raw(path) == null
                || client.raw(path + "/" + plural) == null
                || !isDiscovered(client, group, plural)) {
            if (System.nanoTime() > deadline) {
                throw new ControlPlaneException("The API server does not serve "
                        + definition.getMetadata().getName());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static boolean isDiscovered(KubernetesClient client, String group, String plural) {
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(client.getMasterUrl().toString().replaceFirst("/*$", "") + "/apis")
                .header("Accept", AGGREGATED_DISCOVERY)
                .build();
        String answer = client.getHttpClient()
                .sendAsync(request, String.class)
                .orTimeout(1, TimeUnit.MINUTES)
                .join()
                .body();
        JsonNode groups = client.getKubernetesSerialization()
                .unmarshal(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)), JsonNode.class);
        return elements(groups, "items")
                .filter(item -> group.equals(item.at("/metadata/name").asText()))
                .flatMap(item -> elements(item, "versions"))
                .flatMap(version -> elements(version, "resources"))
                .anyMatch(resource -> plural.equals(resource.path("resource").asText()));
    }

    private static Stream<JsonNode> elements(JsonNode object, String list) {
        return StreamSupport.stream(object.path(list).spliterator(), false);
    }
}
