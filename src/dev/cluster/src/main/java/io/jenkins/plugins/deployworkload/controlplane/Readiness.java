package io.jenkins.plugins.deployworkload.controlplane;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits until a starting control plane is usable. */
final class Readiness {

    /** Far longer than a control plane needs to start on a busy machine. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final Processes processes;
    private final long deadline = System.nanoTime() + TIMEOUT.toNanos();

    Readiness(Processes processes) {
        this.processes = processes;
    }

    /** The API server creates its certificate before it listens. */
    void awaitCertificate(Layout layout) {
        await("the API server's certificate", () -> {
            try {
                // The file may exist before its content is complete.
                return Files.exists(layout.certificate())
                        && Files.readString(layout.certificate()).endsWith("-----END CERTIFICATE-----\n");
            } catch (IOException e) {
                return false;
            }
        });
    }

    void awaitFirstResponse(KubernetesClient client) {
        await("the API server's first response", () -> responds(client, "/version"));
    }

    void awaitApiServer(KubernetesClient client) {
        await("the API server", () -> responds(client, "/readyz"));
    }

    private static boolean responds(KubernetesClient client, String path) {
        try {
            return client.raw(path) != null;
        } catch (KubernetesClientException notYet) {
            return false;
        }
    }

    /**
     * Waits for the ServiceAccount of the namespace {@code default}. The API server admits no pod without a
     * ServiceAccount.
     */
    void awaitDefaults(KubernetesClient client) {
        await(
                "the default ServiceAccount",
                () -> client.serviceAccounts()
                                .inNamespace("default")
                                .withName("default")
                                .get()
                        != null);
    }

    void awaitNodes(KubernetesClient client, int count) {
        await(
                "the nodes",
                () -> client.nodes().list().getItems().stream()
                                .filter(Readiness::acceptsPods)
                                .count()
                        >= count);
    }

    /** A new node keeps the taint {@code node.kubernetes.io/not-ready} for a short time after it becomes ready. */
    private static boolean acceptsPods(Node node) {
        boolean ready = node.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
        return ready && node.getSpec().getTaints().isEmpty();
    }

    private void await(String description, BooleanSupplier condition) {
        try {
            while (!condition.getAsBoolean()) {
                processes.checkAlive();
                if (System.nanoTime() > deadline) {
                    throw new ControlPlaneException("the control plane did not start within " + TIMEOUT.toSeconds()
                            + " s; waiting for " + description + ". Last lines of the API server's log:"
                            + System.lineSeparator()
                            + processes.get(Component.API_SERVER).lastLines());
                }
                pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlPlaneException("interrupted while the control plane was starting", e);
        }
    }

    /** Waits for the poll interval; returns earlier if the API server exits. */
    private void pause() throws InterruptedException {
        try {
            processes.get(Component.API_SERVER).onExit().get(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException running) {
            // The API server is still running.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
