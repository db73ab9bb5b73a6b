package io.jenkins.plugins.deployworkload.runner;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The control plane that all runner tests share. Each test uses its own namespace. */
final class RunnerControlPlane {

    private static final Path KUBECONFIG = write();

    private RunnerControlPlane() {}

    static ControlPlane get() {
        return SharedControlPlane.get();
    }

    static KubernetesClient client() {
        return get().client();
    }

    /** The administrator's kubeconfig. */
    static Path kubeconfig() {
        return KUBECONFIG;
    }

    static String newNamespace() {
        return client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName("runner-")
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
    }

    /** Deployments, Services and pods of a namespace, as {@code KIND NAME}. */
    static List<String> deployedObjects(String namespace) {
        return Stream.<Stream<? extends HasMetadata>>of(
                        client().apps().deployments().inNamespace(namespace).list().getItems().stream(),
                        client().services().inNamespace(namespace).list().getItems().stream(),
                        client().pods().inNamespace(namespace).list().getItems().stream())
                .flatMap(all -> all)
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .toList();
    }

    /** Path of an example of the documentation. */
    static Path example(String name) {
        return Path.of("../../../docs/examples", name);
    }

    private static Path write() {
        try {
            Path file = Files.createTempFile("kubeconfig-", ".yaml");
            file.toFile().deleteOnExit();
            get().writeKubeconfig(file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
