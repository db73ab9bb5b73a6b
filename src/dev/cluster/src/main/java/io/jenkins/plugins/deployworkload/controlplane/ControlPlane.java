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
 * A real Kubernetes control plane, reachable from this machine only. Several can run side by side. Nothing of it outlives
 * this Java process, however that ends. What its nodes do is described beside {@code stages/pods.yaml}.
 *
 * <p>All methods may be called from any thread.
 */
public final class ControlPlane implements AutoCloseable {

    /** Between choosing a free port and using it somebody else can take it; hardly several times in a row. */
    private static final int ATTEMPTS = 5;

    /** None where another process has started the plane. */
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
     * A plane that another process has started and keeps: closing it here ends nothing, and its components cannot be
     * reached.
     *
     * @param kubeconfig what {@link #writeKubeconfig} wrote there
     */
    public static ControlPlane attach(String kubeconfig) {
        return new ControlPlane(Kubeconfig.read(kubeconfig));
    }

    /**
     * Starts a plane and returns when it takes workloads: a few seconds, but minutes when {@link Assets#find} has to build
     * the programs.
     *
     * @throws ControlPlaneException if the programs cannot be had or one of them fails, with its last log lines
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
                throw new ControlPlaneException("the control plane cannot be started: " + e.getMessage(), e);
            }
        }
    }

    private static ControlPlane startOnce(Assets assets, Options options, int port) throws IOException {
        WorkingDirectory directory = WorkingDirectory.of(options.workingDirectory());
        ControlPlane plane = new ControlPlane(directory, assets, port, options);
        Runtime.getRuntime().addShutdownHook(plane.shutdownHook);
        try {
            plane.boot(options.nodes());
            return plane;
        } catch (IOException | RuntimeException | Error e) {
            plane.close();
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
        try (KubernetesClient impatient = Clients.createWithoutRetries(server, caCertificate, adminToken())) {
            // The others take their time to start, as does the API server from its first answer to being ready.
            readiness.awaitFirstAnswer(impatient);
            processes.start(Component.SCHEDULER);
            processes.start(Component.KWOK);
            readiness.awaitApiServer(impatient);
            // It gives up where the API server is not healthy within ten seconds, as on a busy machine.
            processes.start(Component.CONTROLLER_MANAGER);
            createNodes(nodes);
            readiness.awaitNodes(impatient, nodes);
            readiness.awaitDefaults(impatient);
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
            throw new ControlPlaneException("there is no free port on this machine", e);
        }
    }

    /** The API server's address, {@code https://127.0.0.1:PORT}. */
    public String server() {
        return server;
    }

    /** The certificates to trust, PEM. */
    public String caCertificate() {
        return caCertificate;
    }

    /** The token of a user who may do everything. */
    public String adminToken() {
        return users.token(Users.ADMIN);
    }

    /**
     * The token of a user who may do nothing until RBAC objects allow it. The user's name in these is the name given here.
     *
     * @param user {@code nobody}, {@code viewer} or {@code deployer}; for each plane the tokens are others
     * @throws IllegalArgumentException if there is no such user
     */
    public String tokenFor(String user) {
        return users.token(user);
    }

    /**
     * The certificate, PEM, of the user {@code certificate}, who may do nothing until RBAC objects allow it.
     */
    public String clientCertificate() {
        return users.certificate().certificate();
    }

    /** The private key, PEM, of {@link #clientCertificate}. */
    public String clientKey() {
        return users.certificate().key();
    }

    /** A kubeconfig file for the admin, YAML. */
    public String kubeconfig() {
        return kubeconfig(Users.ADMIN);
    }

    /**
     * A kubeconfig file for a user, YAML: one with a token, or {@code certificate}.
     *
     * @throws IllegalArgumentException if there is no such user
     */
    public String kubeconfig(String user) {
        if (!user.equals(Users.CERTIFICATE)) {
            // Asked for first: there may be no such user.
            users.token(user);
        }
        return new Kubeconfig(server, caCertificate, users.tokens(), users.certificate()).render(user);
    }

    /** Writes {@link #kubeconfig()} to a file, replacing it, so that only its owner may read it. */
    public void writeKubeconfig(Path file) throws IOException {
        Folders.writePrivate(file, kubeconfig());
    }

    /** The admin's client, shared; closed with the plane. */
    public KubernetesClient client() {
        return client;
    }

    /** Where data and the components' log files are; gone after {@link #close()} unless it was given. */
    public Path directory() {
        return layout.directory();
    }

    /**
     * The component's own process, as for its id and its end.
     *
     * @throws ControlPlaneException if the component was killed and not started again; so of the methods below
     */
    public ProcessHandle process(Component component) {
        return processes.get(component).program();
    }

    /** All processes that belong to this plane, also those that only watch over the components. */
    public List<ProcessHandle> processes() {
        return Stream.concat(processes.handles().stream(), directory.stream().flatMap(d -> d.handle().stream()))
                .toList();
    }

    /** Kills a component, as a crash would, and returns when it is gone. It stays away until {@link #restart}. */
    public void kill(Component component) {
        processes.kill(component);
    }

    /**
     * Starts a component again, killing it first if it runs: the API server on the same port, etcd with the same data.
     * Returns when the API server answers again.
     */
    public void restart(Component component) {
        kill(component);
        try {
            processes.start(component);
        } catch (IOException e) {
            throw new ControlPlaneException(component.binary() + " cannot be started again", e);
        }
        if (component == Component.ETCD || component == Component.API_SERVER) {
            try (KubernetesClient impatient = Clients.createWithoutRetries(server, caCertificate, adminToken())) {
                new Readiness(processes).awaitApiServer(impatient);
            }
        }
    }

    /** Lets a component hang: it keeps its connections and answers nothing, until {@link #resume}. */
    public void suspend(Component component) {
        processes.get(component).signal("STOP");
    }

    /** Ends what {@link #suspend} began. */
    public void resume(Component component) {
        processes.get(component).signal("CONT");
    }

    /**
     * Kills all components and returns when they are gone, and the folder with them if it was a temporary one. The API
     * server is not asked to end, as it would wait for its clients' watches.
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
