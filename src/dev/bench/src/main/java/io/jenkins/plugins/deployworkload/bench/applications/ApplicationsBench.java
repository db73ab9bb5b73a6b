package io.jenkins.plugins.deployworkload.bench.applications;

import io.jenkins.plugins.deployworkload.bench.Bench;
import io.jenkins.plugins.deployworkload.bench.ByteCountingProxy;
import io.jenkins.plugins.deployworkload.bench.Comparison;
import io.jenkins.plugins.deployworkload.bench.Machine;
import io.jenkins.plugins.deployworkload.bench.MarkdownWriter;
import io.jenkins.plugins.deployworkload.bench.Observer;
import io.jenkins.plugins.deployworkload.bench.RequestCounter;
import io.jenkins.plugins.deployworkload.bench.deployer.Deployer;
import io.jenkins.plugins.deployworkload.bench.deployer.Deployer.Attempt;
import io.jenkins.plugins.deployworkload.bench.deployer.EngineDeployer;
import io.jenkins.plugins.deployworkload.bench.deployer.KubectlDeployer;
import io.jenkins.plugins.deployworkload.bench.deployer.Peers;
import io.jenkins.plugins.deployworkload.bench.shape.Application;
import io.jenkins.plugins.deployworkload.bench.shape.Namespaces;
import io.jenkins.plugins.deployworkload.bench.shape.Shape;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Deploys and breaks the ten applications with each deployer, and writes the page. */
public final class ApplicationsBench {

    /** How long the other tools wait for a broken application. They do not detect its failure before. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration LONG = Duration.ofMinutes(2);

    private static final int WARM_UP = 20;

    /** The first deploy and the broken deploy of one application with one deployer. */
    private record Row(Attempt first, int requests, Attempt broken) {}

    private final Path applications;
    private final Path folder = Files.createTempDirectory("applications-");

    private ApplicationsBench(Path applications) throws Exception {
        this.applications = applications;
    }

    /** @param arguments path of {@code docs/bench.md}, next to which the page is written */
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("io.fabric8").setLevel(Level.OFF);
        Path docs = Path.of(arguments[0]).toAbsolutePath().normalize().getParent();
        Path applications = docs.resolveSibling("src/test/resources/io/jenkins/plugins/deployworkload/applications");
        String text = new ApplicationsBench(applications).run();
        Files.writeString(docs.resolve("applications.md"), text);
        System.out.println(text);
        System.exit(0);
    }

    private String run() throws Exception {
        Machine machine = new Machine();
        Path auditLog = folder.resolve("audit.log");
        try (ControlPlane controlPlane = ControlPlane.start(Options.defaults().withAuditLog(auditLog));
                Observer observer = new Observer(controlPlane);
                ByteCountingProxy proxy = new ByteCountingProxy(controlPlane.server());
                EngineDeployer engine =
                        new EngineDeployer(controlPlane.kubeconfig(), "engine", Duration.ofMinutes(1))) {
            Bench.prepare(controlPlane);
            KubectlDeployer kubectl = new KubectlDeployer(
                    Bench.kubectl(), Files.createDirectory(folder.resolve("kubectl-home")), controlPlane.kubeconfig());
            List<Deployer> deployers = new ArrayList<>(List.of(engine, kubectl));
            deployers.addAll(Peers.build().deployers(folder, controlPlane.kubeconfig()));
            new Comparison(new Shape.Web(1), observer, controlPlane).run(List.of(engine), WARM_UP, false);
            new Comparison(new Shape.Web(1), observer, controlPlane)
                    .run(deployers.subList(1, deployers.size()), 1, false);
            RequestCounter requests = new RequestCounter(auditLog, observer, proxy);
            MarkdownWriter first = new MarkdownWriter();
            MarkdownWriter broken = new MarkdownWriter();
            head(first, "A first deploy: milliseconds, requests", deployers);
            head(broken, "A broken version", deployers);
            for (ExampleApplication example : ExampleApplication.ALL) {
                System.err.println("applications: " + example.folder());
                List<Object> firstCells = new ArrayList<>(List.of(example.folder()));
                List<Object> brokenCells = new ArrayList<>(List.of(example.folder() + ", " + example.failure()));
                for (Deployer deployer : deployers) {
                    Row row = measure(example, deployer, controlPlane, requests);
                    firstCells.add(firstCell(row));
                    brokenCells.add(brokenCell(row.broken()));
                }
                first.row(firstCells.toArray());
                broken.row(brokenCells.toArray());
            }
            return page(machine.text(kubectl.version() + ", " + Peers.versions()), first, broken);
        }
    }

    private static void head(MarkdownWriter table, String title, List<Deployer> deployers) {
        List<String> head = new ArrayList<>(List.of(title));
        deployers.forEach(deployer -> head.add(deployer.label()));
        table.table(head.toArray(String[]::new));
    }

    private Row measure(
            ExampleApplication example, Deployer deployer, ControlPlane controlPlane, RequestCounter requests)
            throws Exception {
        String namespace = example.folder() + "-" + deployer.label().toLowerCase(Locale.ROOT);
        Namespaces.create(controlPlane.client(), namespace);
        Application healthy = example.healthy(applications, namespace);
        List<Attempt> first = new ArrayList<>();
        int count = requests.of(deployer.userAgent(), () -> first.add(deployer.attempt(healthy, LONG)))
                .total();
        Attempt broken = deployer.attempt(example.broken(applications, namespace), TIMEOUT);
        controlPlane.client().namespaces().withName(namespace).delete();
        return new Row(first.getFirst(), count, broken);
    }

    private static String firstCell(Row row) {
        String figures = row.first().nanos() / 1_000_000 + ", " + row.requests();
        return row.first().succeeded()
                ? figures
                : figures + "; **failed**: " + quote(row.first().message());
    }

    private static String brokenCell(Attempt broken) {
        String seconds = MarkdownWriter.number("%.1f", broken.nanos() / 1e9) + " s: ";
        return broken.succeeded() ? seconds + "**success**" : seconds + quote(broken.message());
    }

    /** A message of a tool, shortened, as text of a table. */
    private static String quote(String message) {
        String line = message.lines().findFirst().orElse("").replace("|", "\\|").replace('`', '\'');
        return "`" + (line.length() > 160 ? line.substring(0, 160) + "…" : line) + "`";
    }

    private static String page(String machine, MarkdownWriter first, MarkdownWriter broken) {
        MarkdownWriter report = new MarkdownWriter();
        report.line("# Ten applications beside other tools");
        report.line("");
        report.line(
                "Written by `mvn -f src/dev -Pbench -Dbench.class=applications.ApplicationsBench package`. Each tool deploys each");
        report.line(
                "application of `src/test/resources/…/applications` once, in a namespace of its own, to one real control plane. "
                        + machine);
        report.line("");
        report.line(
                "The API server writes an audit log, which counts the requests and slows all tools down. [bench.md](bench.md) has");
        report.line("the commands of the tools, and repeated measurements.");
        report.line("");
        report.line("## First deploy");
        report.line("");
        return report.text() + first.text() + """

                A tool that does not wait for a kind of object ends earlier: kapply does not wait for the end of a Job. The
                monitoring-stack has a custom resource whose controller does not run. The engine gives the controller of a new
                custom resource ten seconds to write a [status](status.md#custom-resources).

                ## Broken

                A new version with pods that fail as the table says, without a rollback: the time to the result, and what the tool says
                in the last line (the engine: in its first). The other tools end at their time-out, which is %d s here.

                """.formatted(TIMEOUT.toSeconds()) + broken.text();
    }
}
