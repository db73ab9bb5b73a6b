package io.jenkins.plugins.deployworkload.bench;

import io.jenkins.plugins.deployworkload.bench.deployer.Deployer;
import io.jenkins.plugins.deployworkload.bench.deployer.EngineDeployer;
import io.jenkins.plugins.deployworkload.bench.shape.Application;
import io.jenkins.plugins.deployworkload.bench.shape.Shape;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Deploys several applications with the engine at the same time. */
final class Batches {

    private static final Shape SHAPE = new Shape.Web(1);

    private final Observer observer;
    private final Cleaner cleaner;
    private final Map<Scenario, Measurements> measured = new EnumMap<>(Scenario.class);

    Batches(Observer observer, ControlPlane controlPlane) {
        this.observer = observer;
        this.cleaner = new Cleaner(controlPlane, observer);
    }

    /**
     * @param batches number of batches
     * @param batch number of applications in a batch
     * @param measure whether to record the times; {@code false} for the warm-up
     */
    void run(EngineDeployer engine, int batches, int batch, boolean measure) {
        for (int i = 0; i < batches; i++) {
            List<String> names = IntStream.range(0, batch)
                    .mapToObj(index -> Comparison.uniqueName(engine))
                    .toList();
            observer.clear();
            for (Scenario scenario : Scenario.changes()) {
                List<Application> applications = names.stream()
                        .map(name -> SHAPE.application(Bench.NAMESPACE, name, scenario.version))
                        .toList();
                observer.awaitQuiet();
                List<Deployer.Times> times = engine.deployAll(applications);
                for (int index = 0; measure && index < batch; index++) {
                    Deployer.Times of = times.get(index);
                    of(scenario).add(of, observer.controllers(applications.get(index), of.start()));
                }
            }
            cleaner.deleteAll();
        }
    }

    /** The measurements of all applications of all batches. */
    Measurements of(Scenario scenario) {
        return measured.computeIfAbsent(scenario, absent -> new Measurements());
    }
}
