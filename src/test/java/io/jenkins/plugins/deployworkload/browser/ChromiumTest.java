package io.jenkins.plugins.deployworkload.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are started like a browser and do not behave like one. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
class ChromiumTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    /** @param script lines of a shell script, which writes its process ID first */
    private ProcessBuilder program(String script) {
        return new ProcessBuilder("sh", "-c", "echo $$ > " + folder.resolve("pid") + "; " + script);
    }

    private boolean isAlive() throws IOException {
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    @Test
    void programWithoutLineEndsIsEnded() throws IOException {
        assertThatThrownBy(() -> Chromium.start(program("while :; do printf 0123456789; done"), LONG))
                .isInstanceOf(IOException.class)
                .hasStackTraceContaining("no address in its output: 0123456789");
        assertThat(isAlive()).isFalse();
    }

    @Test
    void silentProgramIsEnded() throws IOException {
        Path started = folder.resolve("pid");
        assertThatThrownBy(() -> Chromium.start(program("exec sleep 600"), Duration.ofSeconds(2)))
                .isInstanceOf(IOException.class);
        assertThat(started).exists();
        assertThat(isAlive()).isFalse();
    }

    @Test
    void programThatIgnoresTheRequestToEndIsEnded() throws IOException {
        Chromium browser = Chromium.start(
                program("trap '' TERM; echo 'DevTools listening on ws://127.0.0.1:1/x'; while :; do sleep 1; done"),
                LONG);
        assertThat(isAlive()).isTrue();

        browser.close();

        assertThat(isAlive()).isFalse();
    }
}
