package io.jenkins.plugins.deployworkload.controlplane;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Runs Go commands in a Go module and reports their progress. */
final class GoCommands {

    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(10);

    /** Number of output lines that are kept for an error message. Go prints its errors last. */
    private static final int MAX_LINES = 30;

    private final String go;
    private final GoModule module;
    private final Path sources;
    private final Map<String, String> environment;
    private final Consumer<String> progress;
    private final long started = System.nanoTime();

    /** @param sources directory with the module's files */
    GoCommands(String go, GoModule module, Path sources, Map<String, String> environment, Consumer<String> progress) {
        this.go = go;
        this.module = module;
        this.sources = sources;
        this.environment = environment;
        this.progress = progress;
    }

    /** Builds all packages of the module into a directory. */
    void build(Path binaries) throws IOException {
        progress.accept(progressLine("starting"));
        int packages = run(
                count -> progressLine(count + " packages listed; Go is downloading the modules"),
                List.of(go, "list", "-deps", module.packages()));
        run(
                count -> progressLine(count + " of " + packages + " packages"),
                List.of(
                        go,
                        "build",
                        "-v",
                        "-trimpath",
                        "-ldflags=-s -w" + module.linkerFlags(),
                        "-o",
                        binaries + "/",
                        module.packages()));
        progress.accept("built " + module.title() + " in " + elapsed());
    }

    private String progressLine(String state) {
        return "building %s from Go modules: %s, %s (a first build takes about %s)"
                .formatted(module.title(), state, elapsed(), module.buildTime());
    }

    private String elapsed() {
        Duration time = Duration.ofNanos(System.nanoTime() - started);
        return time.toMinutes() == 0
                ? time.toSeconds() + " s"
                : time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }

    /** @return the number of package paths that Go printed */
    private int run(Function<Integer, String> report, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(sources.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        // Without cgo, the binaries are static and no C compiler is needed.
        builder.environment().put("CGO_ENABLED", "0");
        // A go.work file in a parent directory must not change the build.
        builder.environment().put("GOWORK", "off");
        // The tests set this variable for the control planes. The Go compiler would take several times the memory.
        builder.environment().remove("GOGC");
        Process process = builder.start();
        Thread stop = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            process.getOutputStream().close();
            Output output = new Output(process);
            while (!process.waitFor(REPORT_INTERVAL.toSeconds(), TimeUnit.SECONDS)) {
                progress.accept(report.apply(output.packages.get()));
            }
            output.reader.join();
            if (process.exitValue() != 0) {
                throw new ControlPlaneException("`%s` failed with exit code %d:%n%s"
                        .formatted(String.join(" ", command), process.exitValue(), output.tail()));
            }
            return output.packages.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlPlaneException("interrupted while building " + module.title(), e);
        } finally {
            process.destroyForcibly();
            ShutdownHooks.remove(stop);
        }
    }

    /** Counts the package paths in Go's output, and keeps the last other lines for an error message. */
    private static final class Output {

        final AtomicInteger packages = new AtomicInteger();
        final Thread reader;
        private final Deque<String> lines = new ArrayDeque<>();

        Output(Process process) {
            reader = Thread.ofVirtual().start(() -> read(process));
        }

        private void read(Process process) {
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                    Stream<String> read = output.lines()) {
                read.forEach(this::take);
            } catch (IOException | java.io.UncheckedIOException stopped) {
                // The process was killed. The exit code tells the caller that the command failed.
            }
        }

        private synchronized void take(String line) {
            // A line with a package path has no spaces. Other lines ("go: downloading …", errors) have spaces.
            if (!line.isBlank() && line.indexOf(' ') < 0) {
                packages.incrementAndGet();
            } else if (lines.size() == MAX_LINES) {
                lines.removeFirst();
                lines.addLast(line);
            } else {
                lines.addLast(line);
            }
        }

        synchronized String tail() {
            return String.join(System.lineSeparator(), lines);
        }
    }
}
