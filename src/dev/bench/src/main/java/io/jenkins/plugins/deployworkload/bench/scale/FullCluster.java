package io.jenkins.plugins.deployworkload.bench.scale;

import io.jenkins.plugins.deployworkload.bench.Bench;
import io.jenkins.plugins.deployworkload.bench.ByteCountingProxy;
import io.jenkins.plugins.deployworkload.bench.Comparison;
import io.jenkins.plugins.deployworkload.bench.MarkdownWriter;
import io.jenkins.plugins.deployworkload.bench.Observer;
import io.jenkins.plugins.deployworkload.bench.Scenario;
import io.jenkins.plugins.deployworkload.bench.deployer.EngineDeployer;
import io.jenkins.plugins.deployworkload.bench.shape.Namespaces;
import io.jenkins.plugins.deployworkload.bench.shape.Shape;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.Options;
import java.time.Duration;
import java.util.List;

/** Compares deploys in an empty cluster with the same deploys in a full cluster, and deploys one large Deployment. */
final class FullCluster {

    private final ScaleSize size;
    private final MarkdownWriter report;

    FullCluster(ScaleSize size, MarkdownWriter report) {
        this.size = size;
        this.report = report;
    }

    /** The deploys of one kind in one state of the cluster. */
    private record Phase(Comparison comparison, EngineDeployer engine, int rounds, long received, double cpuSeconds) {

        String own(Scenario scenario) {
            return MarkdownWriter.p50p99(comparison.of(scenario, engine).own());
        }

        String wall(Scenario scenario) {
            return MarkdownWriter.p50p99(comparison.of(scenario, engine).wall());
        }

        String kibibytes() {
            return MarkdownWriter.number("%.0f", received / 1024.0 / rounds);
        }

        String cpuMillis() {
            return MarkdownWriter.number("%.0f", 1000 * cpuSeconds / rounds);
        }
    }

    /** @return the version of Kubernetes, such as {@code v1.37.2} */
    String run() throws Exception {
        try (ControlPlane controlPlane = ControlPlane.start(Options.defaults());
                Observer observer = new Observer(controlPlane);
                ByteCountingProxy proxy = new ByteCountingProxy(controlPlane.server());
                EngineDeployer engine = new EngineDeployer(
                        controlPlane.kubeconfig().replace(controlPlane.server(), proxy.server()),
                        "engine",
                        Duration.ofMinutes(1))) {
            Bench.prepare(controlPlane);
            Shape web = new Shape.Web(1);
            new Comparison(web, observer, controlPlane).run(List.of(engine), size.warmUp(), false);
            Phase empty = measure(web, size.rounds(), controlPlane, observer, proxy, engine);
            fill(controlPlane);
            Phase full = measure(web, size.rounds(), controlPlane, observer, proxy, engine);
            writeComparison(empty, full);
            try (PeakSampler sampler = new PeakSampler()) {
                Shape large = new Shape.Web(size.replicas());
                writeLarge(large, measure(large, 1, controlPlane, observer, proxy, engine), sampler);
            }
            return controlPlane.client().getKubernetesVersion().getGitVersion();
        }
    }

    private Phase measure(
            Shape shape,
            int rounds,
            ControlPlane controlPlane,
            Observer observer,
            ByteCountingProxy proxy,
            EngineDeployer engine) {
        Comparison comparison = new Comparison(shape, observer, controlPlane);
        ByteCountingProxy.Bytes before = proxy.bytes();
        JvmSample jvm = JvmSample.now();
        comparison.run(List.of(engine), rounds, true);
        double cpuSeconds = JvmSample.now().cpuSecondsSince(jvm);
        return new Phase(comparison, engine, rounds, proxy.bytes().since(before).received(), cpuSeconds);
    }

    private void fill(ControlPlane controlPlane) {
        Filler filler = new Filler(controlPlane.client());
        for (int i = 0; i < size.foreignNamespaces(); i++) {
            String namespace = "warehouse-" + i;
            Namespaces.create(controlPlane.client(), namespace);
            filler.createPods(namespace, size.foreignPods() / size.foreignNamespaces());
            filler.createEvents(namespace, foreignEvents() / size.foreignNamespaces());
        }
        filler.createPods(Bench.NAMESPACE, size.neighborPods());
        filler.createEvents(Bench.NAMESPACE, neighborEvents());
    }

    /** The namespace of the deploys has a tenth of all events. */
    private int neighborEvents() {
        return size.events() / 10;
    }

    private int foreignEvents() {
        return size.events() - neighborEvents();
    }

    private void writeComparison(Phase empty, Phase full) {
        report.line("");
        report.line("## A full cluster");
        report.line("");
        report.line(
                "The full cluster has %,d pods and %,d events more than the empty one, of these %,d pods and %,d events in"
                        .formatted(
                                size.foreignPods() + size.neighborPods(),
                                size.events(),
                                size.neighborPods(),
                                neighborEvents()));
        report.line(
                "the namespace of the deploys. %d deploys of each kind; a Deployment with one replica and three more objects."
                        .formatted(size.rounds()));
        report.line("");
        report.table("", "empty cluster", "full cluster");
        report.row(
                "own time of a first deploy, p50, p99 (ms)",
                empty.own(Scenario.FIRST_DEPLOY),
                full.own(Scenario.FIRST_DEPLOY));
        report.row(
                "own time of a new image, p50, p99 (ms)", empty.own(Scenario.NEW_IMAGE), full.own(Scenario.NEW_IMAGE));
        report.row(
                "time without a change, p50, p99 (ms)", empty.wall(Scenario.NO_CHANGE), full.wall(Scenario.NO_CHANGE));
        report.row(
                "received in a first deploy, a new image and a deploy without a change (KiB)",
                empty.kibibytes(),
                full.kibibytes());
        report.row(
                "processor time of this JVM for these three, observer included (ms)",
                empty.cpuMillis(),
                full.cpuMillis());
    }

    private void writeLarge(Shape large, Phase phase, PeakSampler sampler) {
        report.line("");
        report.line("## " + large.title());
        report.line("");
        report.line("In the full cluster, once.");
        report.line("");
        report.table("", "");
        report.row("total time of a first deploy (ms)", phase.wall(Scenario.FIRST_DEPLOY));
        report.row("of this, own time (ms)", phase.own(Scenario.FIRST_DEPLOY));
        report.row("total time of a new image (ms)", phase.wall(Scenario.NEW_IMAGE));
        report.row("of this, own time (ms)", phase.own(Scenario.NEW_IMAGE));
        report.row("time without a change (ms)", phase.wall(Scenario.NO_CHANGE));
        report.row("received in these three deploys (KiB)", phase.kibibytes());
        report.row("processor time of this JVM, observer included (ms)", phase.cpuMillis());
        report.row(
                "largest growth of the heap, after a garbage collection (MiB)",
                MarkdownWriter.number("%.1f", sampler.heapGrowth() / 1048576.0));
    }
}
