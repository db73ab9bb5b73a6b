package io.jenkins.plugins.deployworkload.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * A real container registry with storage in memory, reachable from this machine only: the CNCF project distribution. Its
 * process does not outlive this Java process.
 */
public final class RegistryServer implements AutoCloseable {

    /** Far longer than a registry needs to start on a busy machine. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    /** A start fails if another process takes the chosen port first. */
    private static final int ATTEMPTS = 5;

    private static final GoModule MODULE = new GoModule(
            "container-registry",
            "the container registry",
            "half a minute",
            GoModule.files(RegistryServer.class, List.of("registry/go.mod", "registry/go.sum", "registry/main.go")),
            ".",
            "",
            Map.of(),
            "");

    private final SupervisedProcess process;
    private final int port;

    private RegistryServer(SupervisedProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a registry, and builds its binary with Go if the user's cache has none, which takes about half a minute.
     *
     * @param directory for the configuration and the log
     * @param configuration the configuration in YAML, without {@code version} and {@code storage}, for a port of
     *     {@code 127.0.0.1}
     * @throws ControlPlaneException if the registry does not start; the message contains the last lines of its log
     * @see <a href="https://distribution.github.io/distribution/about/configuration/">configuration</a>
     */
    public static RegistryServer start(Path directory, IntFunction<String> configuration, Consumer<String> progress) {
        Path binary = MODULE.build(System.getenv(), progress).resolve("registry");
        for (int attempt = 1; ; attempt++) {
            try {
                return start(binary, directory, configuration, attempt);
            } catch (PortTakenException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            } catch (IOException e) {
                throw new ControlPlaneException("the registry did not start: " + e.getMessage(), e);
            }
        }
    }

    private static RegistryServer start(Path binary, Path directory, IntFunction<String> configuration, int attempt)
            throws IOException {
        int port = freePort();
        Path file = Files.writeString(
                directory.resolve("registry-" + port + ".yaml"),
                "version: 0.1\nstorage: {inmemory: {}}\n" + configuration.apply(port));
        Path log = directory.resolve("registry-" + attempt + "-" + port + ".log");
        RegistryServer server = new RegistryServer(
                SupervisedProcess.start(directory, log, List.of(binary.toString(), "serve", file.toString())), port);
        try {
            server.awaitConnection();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void awaitConnection() {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException notYet) {
                String lines = process.isAlive() ? "" : process.lastLines();
                if (lines.contains("address already in use")) {
                    throw new PortTakenException(lines);
                }
                if (!lines.isEmpty() || !process.isAlive() || System.nanoTime() > deadline) {
                    throw new ControlPlaneException("the registry did not start: " + process.lastLines());
                }
                LockSupport.parkNanos(POLL_INTERVAL.toNanos());
            }
        }
    }

    /** The host and the port, as image references name them. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.stop();
    }
}
