package io.jenkins.plugins.deployworkload.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A control plane stops when its Java process ends without closing it. */
class ControlPlaneShutdownTest {

    private final List<ProcessHandle> processes = new ArrayList<>();
    private Path folder;

    @Test
    void sigkillLeavesNoProcessesOrFiles() throws Exception {
        Process java = start();

        java.destroyForcibly();

        assertNothingLeft();
    }

    @Test
    void sigtermLeavesNoProcessesOrFiles() throws Exception {
        Process java = start();

        java.destroy();

        assertNothingLeft();
    }

    private Process start() throws IOException {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ControlPlaneMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = java.inputReader();
        for (String line = output.readLine(); line != null && !line.equals("READY"); line = output.readLine()) {
            String value = line.substring(line.indexOf(' ') + 1);
            if (line.startsWith("PID")) {
                processes.add(ProcessHandle.of(Long.parseLong(value)).orElseThrow());
            } else {
                folder = Path.of(value);
            }
        }
        assertThat(processes).hasSizeGreaterThan(10);
        assertThat(folder).isDirectory();
        return java;
    }

    private void assertNothingLeft() {
        for (ProcessHandle process : processes) {
            process.onExit()
                    .orTimeout(TestPods.TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
        assertThat(Files.exists(folder)).isFalse();
    }
}
