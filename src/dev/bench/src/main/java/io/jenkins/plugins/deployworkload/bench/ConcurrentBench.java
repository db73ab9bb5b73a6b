package io.jenkins.plugins.deployworkload.bench;

import io.jenkins.plugins.deployworkload.bench.deployer.EngineDeployer;
import io.jenkins.plugins.deployworkload.bench.shape.Shape;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.Options;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Measures only the concurrent rollouts, for example with another version of Java. */
public final class ConcurrentBench {

    private ConcurrentBench() {}

    /** Prints the section of the page. */
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("io.fabric8").setLevel(Level.OFF);
        BenchSize size = BenchSize.FULL;
        MarkdownWriter report = new MarkdownWriter();
        try (ControlPlane controlPlane = ControlPlane.start(Options.defaults());
                Observer observer = new Observer(controlPlane);
                EngineDeployer engine =
                        new EngineDeployer(controlPlane.kubeconfig(), "engine", Duration.ofMinutes(1))) {
            Bench.prepare(controlPlane);
            new Comparison(new Shape.Web(1), observer, controlPlane).run(List.of(engine), size.warmUp(), false);
            ConcurrentRollouts.of(size, engine, observer).write(report);
        }
        System.out.println("Java " + Runtime.version() + report.text());
        System.exit(0);
    }
}
