package io.jenkins.plugins.deployworkload.bench.scale;

import io.jenkins.plugins.deployworkload.bench.ByteCountingProxy;
import io.jenkins.plugins.deployworkload.bench.MarkdownWriter;
import io.jenkins.plugins.deployworkload.bench.Series;
import io.jenkins.plugins.deployworkload.bench.deployer.EngineDeployer;
import io.jenkins.plugins.deployworkload.bench.shape.Application;
import io.jenkins.plugins.deployworkload.bench.shape.Namespaces;
import io.jenkins.plugins.deployworkload.bench.shape.Shape;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.Options;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Starts all deploys at once, each as a build of its own does, over several clusters and namespaces. */
final class ManyDeploys {

    private final ScaleSize size;

    ManyDeploys(ScaleSize size) {
        this.size = size;
    }

    /** A cluster and the engine that deploys to it, as Jenkins has one connection for each cluster. */
    private record Target(ControlPlane controlPlane, ByteCountingProxy proxy, EngineDeployer engine) {

        static Target start() throws Exception {
            ControlPlane controlPlane = ControlPlane.start(Options.defaults());
            RequestLimit.allow(controlPlane);
            ByteCountingProxy proxy = new ByteCountingProxy(controlPlane.server());
            String kubeconfig =
                    controlPlane.kubeconfig(RequestLimit.USER).replace(controlPlane.server(), proxy.server());
            return new Target(controlPlane, proxy, new EngineDeployer(kubeconfig, "engine", Duration.ofMinutes(1)));
        }

        void close() {
            engine.close();
            proxy.close();
            controlPlane.close();
        }
    }

    /** A deploy and its result. */
    private record Deploy(Target target, Application application, boolean fails, AtomicLong end) {

        RolloutResult run() {
            return target.engine()
                    .rollOut(List.of(application), RolloutOptions.defaults(), (index, nanos, event) -> {
                        if (event instanceof RolloutEvent.Ended) {
                            end.set(nanos);
                        }
                    })
                    .getFirst();
        }
    }

    /** @param limited whether the API servers answer with 429 when too many requests arrive */
    void run(boolean limited, MarkdownWriter report) throws Exception {
        List<Target> targets = new ArrayList<>();
        try {
            for (int i = 0; i < size.clusters(); i++) {
                targets.add(Target.start());
            }
            List<Deploy> deploys = deploys(targets);
            if (limited) {
                for (Target target : targets) {
                    RequestLimit.set(target.controlPlane());
                }
            }
            report.line("");
            report.line("## " + (limited ? "The same, with API servers that answer 429" : title()));
            report.line("");
            write(report, targets, deploys);
        } finally {
            targets.forEach(Target::close);
        }
    }

    private String title() {
        return "%d deploys at once, %d more that fail".formatted(size.deploys(), size.failures());
    }

    private List<Deploy> deploys(List<Target> targets) {
        List<Target> owners = new ArrayList<>();
        for (int i = 0; i < size.namespaces(); i++) {
            Target target = targets.get(i % targets.size());
            Namespaces.createWithSettings(target.controlPlane().client(), "team-" + i);
            owners.add(target);
        }
        List<Deploy> deploys = new ArrayList<>();
        for (int i = 0; i < size.deploys() + size.failures(); i++) {
            int namespace = i % size.namespaces();
            boolean fails = i >= size.deploys();
            Application application = new Shape.Web(1).application("team-" + namespace, "app-" + i, 1);
            deploys.add(new Deploy(
                    owners.get(namespace),
                    fails ? application.withInvalidImages() : application.withPodsReadyAfter(size.readyAfter()),
                    fails,
                    new AtomicLong()));
        }
        return deploys;
    }

    private void write(MarkdownWriter report, List<Target> targets, List<Deploy> deploys) throws Exception {
        try (PeakSampler sampler = new PeakSampler();
                ExecutorService builds = Executors.newVirtualThreadPerTaskExecutor()) {
            long received = received(targets);
            long start = System.nanoTime();
            List<Future<RolloutResult>> futures =
                    deploys.stream().map(deploy -> builds.submit(deploy::run)).toList();
            List<String> wrong = new ArrayList<>();
            Series durations = new Series();
            long last = start;
            for (int i = 0; i < deploys.size(); i++) {
                RolloutResult result = futures.get(i).get();
                Deploy deploy = deploys.get(i);
                if (result.outcome() != (deploy.fails() ? Outcome.FAILED : Outcome.SUCCEEDED)) {
                    wrong.add(result.outcome() + ": " + result.message());
                } else if (!deploy.fails()) {
                    durations.add(deploy.end().get() - start);
                }
                last = Math.max(last, deploy.end().get());
            }
            double cpu = JvmSample.now().cpuSecondsSince(sampler.before());
            report.table("", "");
            report.row("clusters, namespaces", size.clusters() + ", " + size.namespaces());
            report.row("right verdicts", deploys.size() - wrong.size() + " of " + deploys.size());
            report.row(
                    "from the first start to the last verdict",
                    MarkdownWriter.number("%.1f", (last - start) / 1e9) + " s");
            report.row(
                    "from the first start to a successful verdict, p50, p99 (ms); pods are ready after "
                            + size.readyAfter(),
                    MarkdownWriter.p50p99(durations));
            report.row("platform threads before, peak", sampler.before().threads() + ", " + sampler.peakThreads());
            report.row(
                    "largest growth of the heap, after a garbage collection",
                    MarkdownWriter.number("%.1f", sampler.heapGrowth() / 1048576.0) + " MiB, "
                            + sampler.heapGrowth() / 1024 / deploys.size() + " KiB a deploy");
            report.row("processor time of this JVM", MarkdownWriter.number("%.1f", cpu) + " s");
            report.row("received", MarkdownWriter.number("%.1f", (received(targets) - received) / 1048576.0) + " MiB");
            report.row(
                    "requests answered with 429",
                    targets.stream()
                            .mapToLong(target -> RequestLimit.rejected(target.controlPlane()))
                            .sum());
            wrong.stream().distinct().limit(5).forEach(line -> report.row("wrong verdict", line));
        }
    }

    private static long received(List<Target> targets) {
        return targets.stream()
                .mapToLong(target -> target.proxy().bytes().received())
                .sum();
    }
}
