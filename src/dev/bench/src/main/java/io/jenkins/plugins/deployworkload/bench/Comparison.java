package io.jenkins.plugins.deployworkload.bench;

import io.jenkins.plugins.deployworkload.bench.deployer.Deployer;
import io.jenkins.plugins.deployworkload.bench.shape.Application;
import io.jenkins.plugins.deployworkload.bench.shape.Shape;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the same deploys with several deployers in turn, in rounds. */
public final class Comparison {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Shape shape;
    private final Observer observer;
    private final Cleaner cleaner;
    private final Map<Scenario, Map<Deployer, Measurements>> measured = new EnumMap<>(Scenario.class);

    public Comparison(Shape shape, Observer observer, ControlPlane controlPlane) {
        this.shape = shape;
        this.observer = observer;
        this.cleaner = new Cleaner(controlPlane, observer);
    }

    /** @param measure whether to record the times; {@code false} for the warm-up */
    public void run(List<? extends Deployer> deployers, int rounds, boolean measure) {
        for (int round = 0; round < rounds; round++) {
            // The order of the deployers rotates, so that a change of the machine's load affects all deployers alike.
            for (int i = 0; i < deployers.size(); i++) {
                Deployer deployer = deployers.get((round + i) % deployers.size());
                String name = uniqueName(deployer);
                observer.clear();
                for (Scenario scenario : scenarios()) {
                    deploy(deployer, application(name, scenario), scenario, measure);
                }
                cleaner.deleteAll();
            }
        }
    }

    Shape shape() {
        return shape;
    }

    List<Scenario> scenarios() {
        return shape.isRepeatable() ? List.of(Scenario.values()) : List.of(Scenario.FIRST_DEPLOY);
    }

    Application application(String name, Scenario scenario) {
        return shape.application(Bench.NAMESPACE, name, scenario.version);
    }

    /** A name for an application of a deployer. */
    static String uniqueName(Deployer deployer) {
        return deployer.label().toLowerCase(Locale.ROOT) + "-" + NUMBERS.incrementAndGet();
    }

    /** The measurements, in the order of the rounds. */
    public Measurements of(Scenario scenario, Deployer deployer) {
        return measured.computeIfAbsent(scenario, absent -> new HashMap<>())
                .computeIfAbsent(deployer, absent -> new Measurements());
    }

    private void deploy(Deployer deployer, Application application, Scenario scenario, boolean measure) {
        observer.awaitQuiet();
        Deployer.Times times = deployer.deploy(application);
        if (!measure) {
            return;
        }
        if (scenario == Scenario.NO_CHANGE) {
            of(scenario, deployer).addWithoutChange(times);
        } else {
            of(scenario, deployer).add(times, observer.controllers(application, times.start()));
        }
    }
}
