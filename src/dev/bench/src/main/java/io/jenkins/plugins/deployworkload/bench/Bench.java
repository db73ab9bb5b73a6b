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
 * Measures everything, one after the other.
 *
 * <p>The engine runs in this Java, as it does in Jenkins. The control plane, kubectl and an observer that says when what was
 * published have the same cores.
 */
public final class Bench {

    private static final String NAMESPACE = "bench";

    /** As in Jenkins. */
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);

    private final BenchSize size;
    private final Path runner;
    private final Path folder;

    /** @param runner the jar of the runner; {@code null} to leave that out */
    private Bench(BenchSize size, Path runner, Path folder) {
        this.size = size;
        this.runner = runner;
        this.folder = folder;
    }

    /** @param arguments the page to write, and the runner's jar */
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("io.fabric8").setLevel(Level.OFF);
        Path page = Path.of(arguments[0]);
        String text = run(BenchSize.FULL, arguments.length > 1 ? Path.of(arguments[1]) : null);
        Files.writeString(page, text);
        System.out.println(text);
        System.out.println("Written: " + page.normalize());
        System.exit(0);
    }

    /** The page. */
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
        Path program = kubectl();
        Map<String, RequestCounter.RequestCounts> counted = countRequests(program);
        try (ControlPlane plane = ControlPlane.start(Options.defaults());
                Observer observer = new Observer(plane);
                EngineDeployer engine = new EngineDeployer(plane.kubeconfig(), "engine", KEEP_ALIVE);
                EngineDeployer alone = new EngineDeployer(plane.kubeconfig(), "alone", Duration.ZERO)) {
            prepare(plane);
            KubectlDeployer kubectl =
                    new KubectlDeployer(program, Files.createDirectory(folder.resolve("kubectl")), plane.kubeconfig());
            DeployComparison singles = new DeployComparison(observer, plane.client(), NAMESPACE);
            log("warming up");
            singles.run(List.of(engine), size.warmUp(), 1, false);
            singles.run(List.of(kubectl), 1, 1, false);
            log("single workloads");
            JvmActivity before = JvmActivity.now();
            singles.run(List.of(engine, kubectl, alone), size.repetitions(), 1, true);
            JvmActivity upkeep = JvmActivity.now().since(before);
            log("workloads side by side");
            DeployComparison batches = new DeployComparison(observer, plane.client(), NAMESPACE);
            batches.run(List.of(engine), 1, size.batch(), false);
            batches.run(List.of(engine, kubectl), size.batches(), size.batch(), true);
            log("the runner");
            Series processes = runnerProcesses(kubectl.kubeconfig(), observer);
            log("failures");
            FailedDeploys failures = FailedDeploys.measure(size.failures(), engine, kubectl, observer, NAMESPACE);
            log("a crowd");
            ConcurrentRollouts crowd = ConcurrentRollouts.of(
                    size.concurrentRollouts(), size.concurrentFailures(), engine, observer, NAMESPACE);
            return new BenchReport(
                            size, singles, batches, engine, alone, kubectl, upkeep, processes, failures, crowd, counted)
                    .text(machine.text(kubectl.version()));
        }
    }

    private static Path kubectl() {
        return Assets.find(System.err::println)
                .kubectl()
                .orElseThrow(() -> new IllegalStateException("there is no kubectl among the control plane's programs"));
    }

    private static void prepare(ControlPlane plane) {
        plane.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        plane.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(SampleWorkload.SETTINGS)
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .addToData("theme", "plain")
                        .build())
                .create();
    }

    /** On a plane of its own, as an audit log costs time. */
    private Map<String, RequestCounter.RequestCounts> countRequests(Path program)
            throws IOException, InterruptedException {
        log("counting requests");
        Path auditLog = folder.resolve("audit.log");
        Map<String, RequestCounter.RequestCounts> counted = new LinkedHashMap<>();
        try (ControlPlane plane = ControlPlane.start(Options.defaults().withAuditLog(auditLog));
                Observer observer = new Observer(plane);
                ByteCountingProxy meter = new ByteCountingProxy(plane.server());
                EngineDeployer engine = new EngineDeployer(throughProxy(plane, meter), "engine", KEEP_ALIVE)) {
            prepare(plane);
            KubectlDeployer kubectl = new KubectlDeployer(
                    program, Files.createDirectory(folder.resolve("counted")), throughProxy(plane, meter));
            // Fills the discovery cache.
            kubectl.deploy(NAMESPACE, List.of(SampleWorkload.objects(NAMESPACE, "before", 1)));
            RequestCounter requests = new RequestCounter(auditLog, observer, plane.client());
            for (Deployer deployer : List.of(engine, kubectl)) {
                String agent = deployer == engine ? "deploy-workload" : "kubectl";
                for (Scenario kind : Scenario.values()) {
                    List<HasMetadata> objects =
                            SampleWorkload.objects(NAMESPACE, deployer.label(), kind == Scenario.FIRST_DEPLOY ? 1 : 2);
                    counted.put(
                            deployer.label() + " " + kind,
                            requests.of(
                                    agent,
                                    NAMESPACE,
                                    deployer.label(),
                                    meter,
                                    () -> deployer.deploy(NAMESPACE, List.of(objects))));
                }
            }
        }
        return counted;
    }

    private static String throughProxy(ControlPlane plane, ByteCountingProxy meter) {
        return plane.kubeconfig().replace(plane.server(), meter.server());
    }

    /** First deploys by the runner as a process, a Java that has just been started each time. */
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

    private static void log(String what) {
        System.err.println("bench: " + what);
    }
}
