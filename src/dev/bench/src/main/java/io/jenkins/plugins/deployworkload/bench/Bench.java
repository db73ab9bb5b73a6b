package io.jenkins.plugins.deployworkload.bench;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.jenkins.plugins.deployworkload.bench.DeployComparison.Scenario;
import io.jenkins.plugins.deployworkload.controlplane.Assets;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    static final String NAMESPACE = "bench";

    /** How long a released connection stays open for the next deploy. The plugin in Jenkins uses the same time. */
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);

    private final BenchSize size;
    private final Path runner;
    private final Path folder;

    /** @param runner jar of the runner; {@code null} to skip the measurement of the runner */
    private Bench(BenchSize size, Path runner, Path folder) {
        this.size = size;
        this.runner = runner;
        this.folder = folder;
    }

    /** @param arguments path of the page to write, and optionally the runner's jar */
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("io.fabric8").setLevel(Level.OFF);
        Path page = Path.of(arguments[0]);
        String text = run(BenchSize.FULL, arguments.length > 1 ? Path.of(arguments[1]) : null);
        Files.writeString(page, text);
        System.out.println(text);
        System.out.println("Wrote " + page.normalize());
        System.exit(0);
    }

    /** Runs all measurements and returns the page. */
    static String run(BenchSize size, Path runner) throws Exception {
        Path folder = Files.createTempDirectory("bench-");
        try {
            return new Bench(size, runner, folder).run();
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
        Map<String, RequestCounter.RequestCounts> requestCounts = countRequests(kubectlPath);
        try (ControlPlane controlPlane = ControlPlane.start(Options.defaults());
                Observer observer = new Observer(controlPlane);
                EngineDeployer engine = new EngineDeployer(controlPlane.kubeconfig(), "engine", KEEP_ALIVE);
                EngineDeployer withoutKeepAlive =
                        new EngineDeployer(controlPlane.kubeconfig(), "alone", Duration.ZERO)) {
            prepare(controlPlane);
            KubectlDeployer kubectl = new KubectlDeployer(
                    kubectlPath, Files.createDirectory(folder.resolve("kubectl")), controlPlane.kubeconfig());
            DeployComparison singles = new DeployComparison(observer, controlPlane.client(), NAMESPACE);
            log("warming up");
            singles.run(List.of(engine), size.warmUp(), 1, false);
            singles.run(List.of(kubectl), 1, 1, false);
            log("single workloads");
            JvmActivity before = JvmActivity.now();
            singles.run(List.of(engine, kubectl, withoutKeepAlive), size.repetitions(), 1, true);
            JvmActivity jvmActivity = JvmActivity.now().since(before);
            log("workloads side by side");
            DeployComparison batches = new DeployComparison(observer, controlPlane.client(), NAMESPACE);
            batches.run(List.of(engine), 1, size.batch(), false);
            batches.run(List.of(engine, kubectl), size.batches(), size.batch(), true);
            log("the runner");
            Series processes = runnerProcesses(kubectl.kubeconfig(), observer);
            log("failures");
            FailedDeploys failures = FailedDeploys.measure(size.failures(), engine, kubectl, observer, NAMESPACE);
            log("concurrent rollouts");
            ConcurrentRollouts concurrentRollouts = ConcurrentRollouts.of(
                    size.concurrentRollouts(), size.concurrentFailures(), engine, observer, NAMESPACE);
            return new BenchReport(
                            size,
                            singles,
                            batches,
                            engine,
                            withoutKeepAlive,
                            kubectl,
                            jvmActivity,
                            processes,
                            failures,
                            concurrentRollouts,
                            requestCounts)
                    .text(machine.text(kubectl.version()));
        }
    }

    private static Path kubectl() {
        return Assets.find(System.err::println)
                .kubectl()
                .orElseThrow(() -> new IllegalStateException("the control plane's binaries do not include kubectl"));
    }

    static void prepare(ControlPlane controlPlane) {
        controlPlane
                .client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        controlPlane
                .client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(SampleWorkload.SETTINGS)
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .addToData("theme", "plain")
                        .build())
                .create();
    }

    /** Counts requests on a separate control plane, because writing an audit log slows the API server down. */
    private Map<String, RequestCounter.RequestCounts> countRequests(Path kubectlPath)
            throws IOException, InterruptedException {
        log("counting requests");
        Path auditLog = folder.resolve("audit.log");
        Map<String, RequestCounter.RequestCounts> requestCounts = new LinkedHashMap<>();
        try (ControlPlane controlPlane = ControlPlane.start(Options.defaults().withAuditLog(auditLog));
                Observer observer = new Observer(controlPlane);
                ByteCountingProxy proxy = new ByteCountingProxy(controlPlane.server());
                EngineDeployer engine = new EngineDeployer(throughProxy(controlPlane, proxy), "engine", KEEP_ALIVE)) {
            prepare(controlPlane);
            KubectlDeployer kubectl = new KubectlDeployer(
                    kubectlPath, Files.createDirectory(folder.resolve("counted")), throughProxy(controlPlane, proxy));
            // This deploy fills kubectl's discovery cache before the requests are counted.
            kubectl.deploy(NAMESPACE, List.of(SampleWorkload.objects(NAMESPACE, "before", 1)));
            RequestCounter requests = new RequestCounter(auditLog, observer, controlPlane.client());
            for (Deployer deployer : List.of(engine, kubectl)) {
                String agent = deployer == engine ? "deploy-workload" : "kubectl";
                for (Scenario scenario : Scenario.values()) {
                    List<HasMetadata> objects = SampleWorkload.objects(
                            NAMESPACE, deployer.label(), scenario == Scenario.FIRST_DEPLOY ? 1 : 2);
                    requestCounts.put(
                            deployer.label() + " " + scenario,
                            requests.of(
                                    agent,
                                    NAMESPACE,
                                    deployer.label(),
                                    proxy,
                                    () -> deployer.deploy(NAMESPACE, List.of(objects))));
                }
            }
        }
        return requestCounts;
    }

    private static String throughProxy(ControlPlane controlPlane, ByteCountingProxy proxy) {
        return controlPlane.kubeconfig().replace(controlPlane.server(), proxy.server());
    }

    /** Measures first deploys with the runner. Each of these deploys starts a new JVM. */
    private Series runnerProcesses(Path kubeconfig, Observer observer) throws IOException {
        Series wall = new Series();
        for (int i = 0; runner != null && i < size.processes(); i++) {
            Path file =
                    Files.writeString(folder.resolve("workload.yaml"), SampleWorkload.description("process-" + i, 1));
            observer.awaitQuiet();
            long start = System.nanoTime();
            KubectlDeployer.run(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-jar",
                    runner.toString(),
                    "deploy",
                    "--kubeconfig",
                    kubeconfig.toString(),
                    "--namespace",
                    NAMESPACE,
                    file.toString()));
            wall.add(System.nanoTime() - start);
        }
        return wall;
    }

    private static void log(String message) {
        System.err.println("bench: " + message);
    }
}
