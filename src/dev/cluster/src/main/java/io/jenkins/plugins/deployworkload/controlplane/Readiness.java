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

/** Waits until a plane that is starting can be used. */
final class Readiness {

    /** Far more than a busy machine needs. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final Processes processes;
    private final long deadline = System.nanoTime() + TIMEOUT.toNanos();

    Readiness(Processes processes) {
        this.processes = processes;
    }

    /** The API server makes its certificate before it listens. */
    void awaitCertificate(Layout layout) {
        await("the API server's certificate", () -> {
            try {
                // It is written in one go, but not created and written in one go.
                return Files.exists(layout.certificate())
                        && Files.readString(layout.certificate()).endsWith("-----END CERTIFICATE-----\n");
            } catch (IOException e) {
                return false;
            }
        });
    }

    void awaitFirstAnswer(KubernetesClient client) {
        await("the API server's first answer", () -> answers(client, "/version"));
    }

    void awaitApiServer(KubernetesClient client) {
        await("the API server", () -> answers(client, "/readyz"));
    }

    private static boolean answers(KubernetesClient client, String path) {
        try {
            return client.raw(path) != null;
        } catch (KubernetesClientException notYet) {
            return false;
        }
    }

    /** The namespace `default` and its service account, without which no pod is admitted. */
    void awaitDefaults(KubernetesClient client) {
        await(
                "the default service account",
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
                                .filter(Readiness::takesPods)
                                .count()
                        >= count);
    }

    /** A node may be ready already and still be marked, for a moment, as not ready for pods. */
    private static boolean takesPods(Node node) {
        boolean ready = node.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
        return ready && node.getSpec().getTaints().isEmpty();
    }

    private void await(String what, BooleanSupplier there) {
        try {
            while (!there.getAsBoolean()) {
                processes.checkAlive();
                if (System.nanoTime() > deadline) {
                    throw new ControlPlaneException("the control plane did not start within " + TIMEOUT.toSeconds()
                            + " s: waited for " + what + "; last lines of the API server:" + System.lineSeparator()
                            + processes.get(Component.API_SERVER).lastLines());
                }
                pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlPlaneException("interrupted while the control plane was starting", e);
        }
    }

    /** Ends early when the API server does. */
    private void pause() throws InterruptedException {
        try {
            processes.get(Component.API_SERVER).onExit().get(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException usual) {
            // It lives.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
