package io.jenkins.plugins.deployworkload.controlplane;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * A real Kubernetes control plane, reachable from this machine only. Several control planes can run side by side. The
 * processes and temporary files of a control plane do not outlive this Java process, even if SIGKILL ends it. {@code
 * stages/pods.yaml} describes the behaviour of the nodes.
 *
 * <p>All methods are thread-safe.
 */
public final class ControlPlane implements AutoCloseable {

    /**
     * Maximum number of starts. A start fails if another process takes the chosen port before the API server binds it.
     */
    private static final int ATTEMPTS = 5;

    /** Empty if another Java process started the control plane. */
    private final Optional<WorkingDirectory> directory;

    private final Processes processes;
    private final String server;
    private final Users users;
    private final Layout layout;
    private final Thread shutdownHook = new Thread(this::stop, "control plane shutdown");
    private String caCertificate;
    private KubernetesClient client;

    private ControlPlane(WorkingDirectory directory, Assets assets, int port, Options options) {
        this.directory = Optional.of(directory);
        this.users = new Users();
        this.layout = new Layout(directory.path());
        this.processes = new Processes(new CommandLines(assets, layout, port, freePort(), options.auditLog()));
        this.server = "https://127.0.0.1:" + port;
    }

    private ControlPlane(Kubeconfig kubeconfig) {
        this.directory = Optional.empty();
        this.users = new Users(kubeconfig.tokens(), kubeconfig.certificate());
        this.layout = new Layout(Path.of("."));
        this.processes = new Processes(null);
        this.server = kubeconfig.server();
        this.caCertificate = kubeconfig.caCertificate();
        this.client = Clients.create(server, caCertificate, adminToken());
    }

    /**
     * Attaches to a control plane that another Java process started. The returned object cannot stop the control plane
     * or its components.
     *
     * @param kubeconfig written by {@link #writeKubeconfig}
     */
    public static ControlPlane attach(String kubeconfig) {
        return new ControlPlane(Kubeconfig.read(kubeconfig));
    }

    /**
     * Starts a control plane and returns when it accepts workloads: after a few seconds, or about ten minutes if
     * {@link Assets#find} has to build the binaries.
     *
     * @throws ControlPlaneException if the binaries are missing or a component fails; the message contains the last log
     *     lines of that component
     */
    public static ControlPlane start(Options options) {
        return start(Assets.find(options.progress()), options, ControlPlane::freePort);
    }

    static ControlPlane start(Assets assets, Options options, IntSupplier ports) {
        for (int attempt = 1; ; attempt++) {
            try {
                return startOnce(assets, options, ports.getAsInt());
            } catch (PortTakenException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            } catch (IOException e) {
                throw new ControlPlaneException("the control plane did not start: " + e.getMessage(), e);
            }
        }
    }

    private static ControlPlane startOnce(Assets assets, Options options, int port) throws IOException {
        WorkingDirectory directory = WorkingDirectory.of(options.workingDirectory());
        ControlPlane controlPlane = new ControlPlane(directory, assets, port, options);
        Runtime.getRuntime().addShutdownHook(controlPlane.shutdownHook);
        try {
            controlPlane.boot(options.nodes());
            return controlPlane;
        } catch (IOException | RuntimeException | Error e) {
            controlPlane.close();
            throw e;
        }
    }

    private void boot(int nodes) throws IOException {
        layout.prepare(users);
        Readiness readiness = new Readiness(processes);
        processes.start(Component.ETCD);
        processes.start(Component.API_SERVER);
        readiness.awaitCertificate(layout);
        caCertificate = Files.readString(layout.certificate());
        writeKubeconfig(layout.kubeconfig());
        client = Clients.create(server, caCertificate, adminToken());
        try (KubernetesClient noRetries = Clients.createWithoutRetries(server, caCertificate, adminToken())) {
            // The scheduler and kwok start while the API server becomes ready, to save time.
            readiness.awaitFirstResponse(noRetries);
            processes.start(Component.SCHEDULER);
            processes.start(Component.KWOK);
            readiness.awaitApiServer(noRetries);
            // The controller manager exits if the API server is not healthy within ten seconds, so it starts last.
            processes.start(Component.CONTROLLER_MANAGER);
            createNodes(nodes);
            readiness.awaitNodes(noRetries, nodes);
            readiness.awaitDefaults(noRetries);
        }
    }

    private void createNodes(int count) {
        for (int number = 1; number <= count; number++) {
            String name = "node-" + number;
            client.resource(new NodeBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .addToLabels("kubernetes.io/hostname", name)
                            .addToLabels("kubernetes.io/os", "linux")
                            .addToLabels("kubernetes.io/arch", "amd64")
                            .endMetadata()
                            .build())
                    .serverSideApply();
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new ControlPlaneException("no free port", e);
        }
    }

    /** The API server's URL, {@code https://127.0.0.1:PORT}. */
    public String server() {
        return server;
    }

    /** The CA certificates, PEM. */
    public String caCertificate() {
        return caCertificate;
    }

    /** The token of the cluster administrator. */
    public String adminToken() {
        return users.token(Users.ADMIN);
    }

    /**
     * The token of a user who has no permissions by default. An RBAC binding with the user's name as its subject grants
     * permissions.
     *
     * @param user {@code nobody}, {@code viewer} or {@code deployer}; each control plane has its own tokens
     * @throws IllegalArgumentException if the user does not exist
     */
    public String tokenFor(String user) {
        return users.token(user);
    }

    /**
     * The client certificate of the user {@code certificate}, in PEM format. The user has no permissions by default.
     */
    public String clientCertificate() {
        return users.certificate().certificate();
    }

    /** The private key of {@link #clientCertificate} in PEM format. */
    public String clientKey() {
        return users.certificate().key();
    }

    /** The administrator's kubeconfig, YAML. */
    public String kubeconfig() {
        return kubeconfig(Users.ADMIN);
    }

    /**
     * The kubeconfig of a user, YAML.
     *
     * @param user a user with a token, or {@code certificate}
     * @throws IllegalArgumentException if the user does not exist
     */
    public String kubeconfig(String user) {
        if (!user.equals(Users.CERTIFICATE)) {
            // Fails if the user does not exist.
            users.token(user);
        }
        return new Kubeconfig(server, caCertificate, users.tokens(), users.certificate()).render(user);
    }

    /** Writes {@link #kubeconfig()} to a file that only its owner can read; replaces an existing file. */
    public void writeKubeconfig(Path file) throws IOException {
        Folders.writePrivate(file, kubeconfig());
    }

    /** The administrator's client. All callers share this client, and {@link #close} closes it. */
    public KubernetesClient client() {
        return client;
    }

    /**
     * Directory of the data and the components' log files; {@link #close()} deletes the directory unless {@link
     * Options} named it.
     */
    public Path directory() {
        return layout.directory();
    }

    /**
     * The component's process.
     *
     * @throws ControlPlaneException if the component has been killed and not started again
     */
    public ProcessHandle process(Component component) {
        return processes.get(component).program();
    }

    /** All processes of this control plane, including the processes that supervise the components. */
    public List<ProcessHandle> processes() {
        return Stream.concat(processes.handles().stream(), directory.stream().flatMap(d -> d.handle().stream()))
                .toList();
    }

    /** Kills a component with SIGKILL and waits for its end. It stays down until {@link #restart}. */
    public void kill(Component component) {
        processes.kill(component);
    }

    /**
     * Restarts a component; kills the component first if it runs. The API server keeps its port, and etcd keeps its
     * data. Returns when the API server is ready.
     */
    public void restart(Component component) {
        kill(component);
        try {
            processes.start(component);
        } catch (IOException e) {
            throw new ControlPlaneException(component.binary() + " did not restart", e);
        }
        if (component == Component.ETCD || component == Component.API_SERVER) {
            try (KubernetesClient noRetries = Clients.createWithoutRetries(server, caCertificate, adminToken())) {
                new Readiness(processes).awaitApiServer(noRetries);
            }
        }
    }

    /**
     * Suspends a component with SIGSTOP until {@link #resume}. Its connections stay open, but clients get no responses.
     */
    public void suspend(Component component) {
        processes.get(component).signal("STOP");
    }

    /** Continues a component after {@link #suspend}. */
    public void resume(Component component) {
        processes.get(component).signal("CONT");
    }

    /**
     * Kills all components, waits for their end, and deletes a temporary directory. The API server is killed because
     * its graceful shutdown would wait for the watches of its clients.
     */
    @Override
    public void close() {
        ShutdownHooks.remove(shutdownHook);
        if (client != null) {
            client.close();
        }
        stop();
    }

    private synchronized void stop() {
        processes.close();
        directory.ifPresent(WorkingDirectory::close);
    }
}
