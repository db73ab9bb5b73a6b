package io.jenkins.plugins.deployworkload.bench;

import io.jenkins.plugins.deployworkload.bench.deployer.Deployer;
import io.jenkins.plugins.deployworkload.bench.deployer.EngineDeployer;
import io.jenkins.plugins.deployworkload.bench.deployer.KubectlDeployer;
import io.jenkins.plugins.deployworkload.bench.deployer.Peers;
import io.jenkins.plugins.deployworkload.bench.shape.Namespaces;
import io.jenkins.plugins.deployworkload.bench.shape.Shape;
import io.jenkins.plugins.deployworkload.controlplane.Assets;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Runs all measurements, one after the other.
 *
 * <p>The engine runs in this JVM, as it does in Jenkins. The control plane, kubectl and the observer share the cores of
 * the machine with the engine.
 */
public final class Bench {

    public static final String NAMESPACE = "bench";

    /** How long a released connection stays open for the next deploy. The plugin in Jenkins uses the same time. */
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);

    private final BenchSize size;
    private final Path runner;
    private final Optional<Peers> peers;
    private final Path folder;

    /**
     * @param runner launcher of the runner; {@code null} to skip the measurement of the runner
     * @param peers the tools beside kubectl; empty to leave them out
     */
    private Bench(BenchSize size, Path runner, Optional<Peers> peers, Path folder) {
        this.size = size;
        this.runner = runner;
        this.peers = peers;
        this.folder = folder;
    }

    /**
     * @param arguments path of the page to write, the runner's launcher, and the maximum number of rounds for a quick look, or
     *     0
     */
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("io.fabric8").setLevel(Level.OFF);
        Path page = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[2]);
        BenchSize size = rounds == 0 ? BenchSize.FULL : BenchSize.FULL.withRounds(rounds);
        String text = run(size, Path.of(arguments[1]), Optional.of(Peers.build()));
        Files.writeString(page, text);
        System.out.println(text);
        System.out.println("Wrote " + page.normalize());
        System.exit(0);
    }

    /** Runs all measurements and returns the page. */
    static String run(BenchSize size, Path runner, Optional<Peers> peers) throws Exception {
        Path folder = Files.createTempDirectory("bench-");
        try {
            return new Bench(size, runner, peers, folder).run();
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private String run() throws Exception {
        Machine machine = new Machine();
        Path kubectlPath = kubectl();
        RequestComparison requests = countRequests(kubectlPath);
        try (ControlPlane controlPlane = ControlPlane.start(Options.defaults());
                Observer observer = new Observer(controlPlane);
                EngineDeployer engine = new EngineDeployer(controlPlane.kubeconfig(), "engine", KEEP_ALIVE);
                EngineDeployer newConnections =
                        new EngineDeployer(controlPlane.kubeconfig(), "engine-reconnecting", Duration.ZERO)) {
            prepare(controlPlane);
            Path home = Files.createDirectory(folder.resolve("timed"));
            KubectlDeployer kubectl = kubectl(kubectlPath, home, controlPlane.kubeconfig());
            List<Deployer> others = others(kubectl, home, controlPlane.kubeconfig());
            List<Deployer> deployers = new ArrayList<>(List.of(engine));
            deployers.addAll(others);
            log("warming up");
            Shape first = size.comparisons().getFirst().shape();
            new Comparison(first, observer, controlPlane).run(List.of(engine), size.warmUp(), false);
            fillCaches(others, observer, controlPlane);
            JvmActivity before = JvmActivity.now();
            List<Comparison> comparisons = new ArrayList<>();
            for (BenchSize.Rounds rounds : size.comparisons()) {
                log(rounds.shape().title());
                Comparison comparison = new Comparison(rounds.shape(), observer, controlPlane);
                comparison.run(List.of(engine), 1, false);
                List<Deployer> all = new ArrayList<>(deployers);
                if (comparisons.isEmpty()) {
                    all.add(newConnections);
                }
                comparison.run(all, rounds.rounds(), true);
                comparisons.add(comparison);
            }
            JvmActivity jvmActivity = JvmActivity.now().since(before);
            log("applications side by side");
            Batches batches = new Batches(observer, controlPlane);
            batches.run(engine, 1, size.batch(), false);
            batches.run(engine, size.batches(), size.batch(), true);
            log("the runner");
            Series processes = RunnerProcesses.measure(
                    size.processes(),
                    runner,
                    Files.createDirectory(folder.resolve("runner")),
                    controlPlane.kubeconfig(),
                    observer);
            log("failures");
            FailureComparison failures = new FailureComparison(observer, controlPlane, size.failureTimeout());
            failures.run(deployers, size.failures());
            log("concurrent rollouts");
            ConcurrentRollouts concurrentRollouts = ConcurrentRollouts.of(size, engine, observer);
            String versions = kubectl.version()
                    + peers.map(found -> ", " + Peers.versions()).orElse("");
            return new BenchReport(
                            size,
                            comparisons,
                            engine,
                            newConnections,
                            others,
                            requests,
                            batches,
                            jvmActivity,
                            processes,
                            failures,
                            concurrentRollouts)
                    .text(machine.text(versions));
        }
    }

    private static KubectlDeployer kubectl(Path program, Path home, String kubeconfig) throws IOException {
        return new KubectlDeployer(program, Files.createDirectory(home.resolve("kubectl-home")), kubeconfig);
    }

    private List<Deployer> others(KubectlDeployer kubectl, Path home, String kubeconfig) throws IOException {
        List<Deployer> others = new ArrayList<>(List.of(kubectl));
        if (peers.isPresent()) {
            others.addAll(peers.get().deployers(home, kubeconfig));
        }
        return others;
    }

    /** The kubectl that belongs to the control plane. */
    public static Path kubectl() {
        return Assets.find(System.err::println)
                .kubectl()
                .orElseThrow(() -> new IllegalStateException("the control plane's binaries do not include kubectl"));
    }

    /** Fills the discovery caches of the tools: deploys one shape of each type. */
    private void fillCaches(List<Deployer> others, Observer observer, ControlPlane controlPlane) {
        Map<Class<?>, Shape> shapes = new LinkedHashMap<>();
        size.comparisons().forEach(rounds -> shapes.putIfAbsent(rounds.shape().getClass(), rounds.shape()));
        shapes.values().stream()
                .filter(Shape::isSingle)
                .forEach(shape -> new Comparison(shape, observer, controlPlane).run(others, 1, false));
    }

    /** Creates the namespace of the deploys. */
    public static void prepare(ControlPlane controlPlane) {
        Namespaces.createWithSettings(controlPlane.client(), NAMESPACE);
    }

    /** Counts requests on a separate control plane, because writing an audit log slows the API server down. */
    private RequestComparison countRequests(Path kubectlPath) throws IOException, InterruptedException {
        log("counting requests");
        Path auditLog = folder.resolve("audit.log");
        try (ControlPlane controlPlane = ControlPlane.start(Options.defaults().withAuditLog(auditLog));
                Observer observer = new Observer(controlPlane);
                ByteCountingProxy proxy = new ByteCountingProxy(controlPlane.server());
                EngineDeployer engine = new EngineDeployer(throughProxy(controlPlane, proxy), "engine", KEEP_ALIVE)) {
            prepare(controlPlane);
            Path home = Files.createDirectory(folder.resolve("counted"));
            String kubeconfig = throughProxy(controlPlane, proxy);
            List<Deployer> others = others(kubectl(kubectlPath, home, kubeconfig), home, kubeconfig);
            fillCaches(others, observer, controlPlane);
            List<Deployer> deployers = new ArrayList<>(List.of(engine));
            deployers.addAll(others);
            RequestComparison requests = new RequestComparison();
            requests.run(
                    deployers,
                    size.comparisons().stream().map(BenchSize.Rounds::shape).toList(),
                    auditLog,
                    proxy,
                    observer,
                    controlPlane);
            return requests;
        }
    }

    private static String throughProxy(ControlPlane controlPlane, ByteCountingProxy proxy) {
        return controlPlane.kubeconfig().replace(controlPlane.server(), proxy.server());
    }

    private static void log(String message) {
        System.err.println("bench: " + message);
    }
}
