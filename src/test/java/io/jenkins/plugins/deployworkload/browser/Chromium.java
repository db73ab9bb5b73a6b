package io.jenkins.plugins.deployworkload.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
        Process process = new ProcessBuilder(
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
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        BufferedReader output = process.inputReader();
        StringBuilder log = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher matcher = LISTENING.matcher(line);
            if (matcher.find()) {
                Thread.startVirtualThread(() -> discard(output));
                return new Chromium(process, URI.create("http://" + matcher.group(1) + "/"));
            }
            log.append(line).append('\n');
        }
        throw new IOException("Chromium has ended: " + log);
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
        // The browser has processes of its own, which end with it.
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        client.shutdownNow();
    }
}
