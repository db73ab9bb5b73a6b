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

/** Starts that meet difficulties. */
class ControlPlaneStartTest {

    @TempDir
    Path folder;

    /** In a folder that was given, which also stays, with its cluster, for another plane. */
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

            try (ControlPlane plane = ControlPlane.start(assets, options, next)) {
                assertThat(ports.getLast()).isNotEqualTo(taken.getLocalPort());
                assertThat(plane.server()).isEqualTo("https://127.0.0.1:" + ports.getLast());
                new TestPods(plane.client()).create("kept", "web:1", Map.of());
            }
        }
        try (ControlPlane again = ControlPlane.start(options)) {
            assertThat(again.client()
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
                .isThrownBy(() -> ControlPlane.start(new Assets(folder), Options.defaults(), () -> 1))
                .withMessageMatching("(?s)(etcd|kube-apiserver) ended unexpectedly. Its last lines:.it is .*/\\1");
    }
}
