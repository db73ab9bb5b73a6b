package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.manifest.WorkloadLabels;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

/** The pods are not scheduled, so that no simulated node changes their status. */
class PodStatusesTest {

    private final String namespace = RunnerControlPlane.newNamespace();

    private void create(String name, PodStatus status) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels(WorkloadLabels.NAME_LABEL, "web")
                .endMetadata()
                .withNewSpec()
                .withSchedulerName("none")
                .addNewInitContainer()
                .withName("prepare")
                .withImage("nginx:1")
                .endInitContainer()
                .addNewContainer()
                .withName("app")
                .withImage("nginx:1")
                .endContainer()
                .endSpec()
                .build();
        Pod created = RunnerControlPlane.client().resource(pod).create();
        created.setStatus(status);
        RunnerControlPlane.client().resource(created).patchStatus();
    }

    private static PodStatusBuilder phase(String phase) {
        return new PodStatusBuilder().withPhase(phase);
    }

    private static ContainerStatus waiting(String name, String reason) {
        return status(name)
                .withNewState()
                .withNewWaiting(null, reason)
                .endState()
                .build();
    }

    private static ContainerStatus terminated(String name, String reason, int exitCode) {
        return status(name)
                .withNewState()
                .withNewTerminated()
                .withReason(reason)
                .withExitCode(exitCode)
                .endTerminated()
                .endState()
                .build();
    }

    private static ContainerStatusBuilder status(String name) {
        return new ContainerStatusBuilder()
                .withName(name)
                .withImage("nginx:1")
                .withImageID("")
                .withReady(false)
                .withRestartCount(0);
    }

    private static ContainerStatus prepared() {
        return terminated("prepare", "Completed", 0);
    }

    @Test
    void showsStatusAsKubectlDoes() {
        create("pending", phase("Pending").build());
        create(
                "pull",
                phase("Pending")
                        .withInitContainerStatuses(prepared())
                        .withContainerStatuses(waiting("app", "ImagePullBackOff"))
                        .build());
        create(
                "crash",
                phase("Running")
                        .withInitContainerStatuses(prepared())
                        .withContainerStatuses(waiting("app", "CrashLoopBackOff"))
                        .build());
        create(
                "init",
                phase("Pending")
                        .withInitContainerStatuses(terminated("prepare", "Error", 1))
                        .withContainerStatuses(waiting("app", "PodInitializing"))
                        .build());
        create(
                "done",
                phase("Succeeded")
                        .withInitContainerStatuses(prepared())
                        .withContainerStatuses(terminated("app", "Completed", 0))
                        .build());
        create("evicted", phase("Failed").withReason("Evicted").build());

        assertThat(new TreeMap<>(read()))
                .containsExactlyEntriesOf(new TreeMap<>(Map.of(
                        "pending", "Pending",
                        "pull", "ImagePullBackOff",
                        "crash", "CrashLoopBackOff",
                        "init", "Init:Error",
                        "done", "Completed",
                        "evicted", "Evicted")));
    }

    private Map<String, String> read() {
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        try (Connection connection = new ConnectionPool(scheduler)
                .open(ClusterOptions.read(RunnerControlPlane.get().kubeconfig(), "kubeconfig"))) {
            return PodStatuses.read(connection, namespace, "web");
        } catch (CommandException e) {
            throw new IllegalStateException(e);
        } finally {
            scheduler.shutdownNow();
        }
    }
}
