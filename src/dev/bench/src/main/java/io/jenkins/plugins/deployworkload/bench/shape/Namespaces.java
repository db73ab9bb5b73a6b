package io.jenkins.plugins.deployworkload.bench.shape;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Creates namespaces for deploys. */
public final class Namespaces {

    private Namespaces() {}

    /** Returns when pods can be created in the namespace: when it has its default ServiceAccount. */
    public static void create(KubernetesClient client, String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        client.serviceAccounts()
                .inNamespace(name)
                .withName("default")
                .waitUntilCondition(Objects::nonNull, 2, TimeUnit.MINUTES);
    }

    /** Creates a namespace with the ConfigMap that the applications of all {@linkplain Shape shapes} refer to. */
    public static void createWithSettings(KubernetesClient client, String name) {
        create(client, name);
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(Application.SETTINGS)
                        .withNamespace(name)
                        .endMetadata()
                        .addToData("theme", "plain")
                        .build())
                .create();
    }
}
