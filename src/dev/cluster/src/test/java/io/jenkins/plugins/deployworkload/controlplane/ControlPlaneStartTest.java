package io.jenkins.plugins.deployworkload.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts of a control plane that fail, at least at the first attempt. */
class ControlPlaneStartTest {

    @TempDir
    Path folder;

    /**
     * Also checks that the working directory is kept: a second control plane with this directory has the objects of the
     * first.
     */
    @Test
    void takesAnotherPortWhenTheFirstIsTaken() throws Exception {
        Path directory = folder.resolve("plane");
        Options options = Options.defaults().withNodes(0).withWorkingDirectory(directory);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Integer> ports = new ArrayList<>();
            IntSupplier next = () -> {
                ports.add(ports.isEmpty() ? taken.getLocalPort() : ControlPlane.freePort());
                return ports.getLast();
            };
            Assets assets = Assets.find(options.progress());

            try (ControlPlane controlPlane = ControlPlane.start(assets, options, next)) {
                assertThat(ports.getLast()).isNotEqualTo(taken.getLocalPort());
                assertThat(controlPlane.server()).isEqualTo("https://127.0.0.1:" + ports.getLast());
                new TestPods(controlPlane.client()).create("kept", "web:1", Map.of());
            }
        }
        try (ControlPlane restarted = ControlPlane.start(options)) {
            assertThat(restarted
                            .client()
                            .pods()
                            .inNamespace("default")
                            .withName("kept")
                            .get())
                    .isNotNull();
        }
        assertThat(directory.resolve("kube-apiserver.log")).content().contains("address already in use");
    }

    @Test
    void reportsTheLastLinesOfAComponentThatExits() throws Exception {
        for (Component component : Component.values()) {
            Path program = folder.resolve(component.binary());
            Files.writeString(program, "#!/bin/sh\necho it is $0 >&2\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        }

        assertThatExceptionOfType(ControlPlaneException.class)
                .isThrownBy(() -> ControlPlane.start(new Assets(folder, folder), Options.defaults(), () -> 1))
                .withMessageMatching(
                        "(?s)(etcd|kube-apiserver) exited unexpectedly. Last lines of its log:.it is .*/\\1");
    }
}
