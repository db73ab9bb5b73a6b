package io.jenkins.plugins.deployworkload.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Chromium without a window. The environment variable {@code CHROMIUM} names its program; without it, the {@code PATH}
 * is searched.
 */
public final class Chromium implements AutoCloseable {

    private static final List<String> PROGRAMS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private static final Pattern LISTENING = Pattern.compile("^DevTools listening on ws://([^/]+)/");

    /** How long the browser may take until it listens. */
    private static final Duration START_LIMIT = Duration.ofMinutes(1);

    /** How long the browser may take to end by itself. */
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    /** Limit of the output before the browser listens, in characters. */
    private static final int MAX_OUTPUT = 64 << 10;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final URI address;

    private Chromium(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** Whether this machine has the browser. A condition of tests. */
    public static boolean isInstalled() {
        return program().isPresent();
    }

    private static Optional<Path> program() {
        String named = System.getenv("CHROMIUM");
        if (named != null) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        return PROGRAMS.stream()
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param profile an empty folder */
    static Chromium start(Path profile) throws IOException {
        return start(
                new ProcessBuilder(
                        program().orElseThrow().toString(),
                        "--headless=new",
                        // The pages are those of the test, and root cannot start the sandbox.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--hide-scrollbars",
                        "--lang=en",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank"),
                START_LIMIT);
    }

    /**
     * @param limit how long the program may take until it listens
     * @throws IOException if the program does not listen in time, or writes too much before; it has ended then
     */
    static Chromium start(ProcessBuilder program, Duration limit) throws IOException {
        Process process = program.redirectErrorStream(true).start();
        Reader output = process.inputReader();
        try {
            String address = CompletableFuture.supplyAsync(() -> readAddress(output), Chromium::startThread)
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
            startThread(() -> discard(output));
            return new Chromium(process, URI.create("http://" + address + "/"));
        } catch (ExecutionException | TimeoutException e) {
            end(process);
            throw new IOException("Chromium has not started", e);
        } catch (InterruptedException e) {
            end(process);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private static void startThread(Runnable task) {
        Thread.ofPlatform().daemon().name("chromium-output").start(task);
    }

    /** Reads the output up to the line with the address, of a bounded length also without line ends. */
    private static String readAddress(Reader output) {
        StringBuilder log = new StringBuilder();
        int lineStart = 0;
        try {
            for (int c = output.read(); c >= 0 && log.length() < MAX_OUTPUT; c = output.read()) {
                log.append((char) c);
                if (c == '\n') {
                    Matcher matcher = LISTENING.matcher(log.substring(lineStart));
                    if (matcher.find()) {
                        return matcher.group(1);
                    }
                    lineStart = log.length();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("no address in its output: " + log);
    }

    /** A full pipe would stop the browser. */
    private static void discard(Reader output) {
        try (output) {
            output.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // The browser has ended.
        }
    }

    BrowserPage newPage() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("json/new?about:blank"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        JsonNode created = DevTools.MAPPER.readTree(
                client.send(request, BodyHandlers.ofString()).body());
        return new BrowserPage(
                client, URI.create(created.get("webSocketDebuggerUrl").asText()));
    }

    @Override
    public void close() {
        end(process);
        client.shutdownNow();
    }

    /** Ends the program and its processes, also those that do not end by themselves. */
    private static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        if (!hasEnded(all)) {
            all.forEach(ProcessHandle::destroyForcibly);
            if (!hasEnded(all)) {
                throw new IllegalStateException("A process of Chromium does not end");
            }
        }
    }

    private static boolean hasEnded(List<ProcessHandle> processes) {
        CompletableFuture<?> ended = CompletableFuture.allOf(
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        try {
            ended.get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
