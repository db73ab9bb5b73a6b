package io.jenkins.plugins.deployworkload.bench;

import io.jenkins.plugins.deployworkload.bench.deployer.Deployer;
import io.jenkins.plugins.deployworkload.bench.shape.Application;
import io.jenkins.plugins.deployworkload.bench.shape.Shape;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Updates healthy applications to an image with an invalid name, and rolls back, with several deployers in turn. */
final class FailureComparison {

    /**
     * @param found time from the call until the deployer names the reason; empty if it names none
     * @param failed time from the call until the deploy has failed
     * @param rollback duration of the rollback
     * @param ownRollback {@code rollback} without the time in which controllers worked on the application
     */
    record Durations(Series found, Series failed, Series rollback, Series ownRollback) {}

    private static final Shape SHAPE = new Shape.Web(3);

    private final Observer observer;
    private final Cleaner cleaner;
    private final Duration timeout;
    private final Map<Deployer, Durations> measured = new HashMap<>();

    /** @param timeout the time-out of deployers that do not detect the failure */
    FailureComparison(Observer observer, ControlPlane controlPlane, Duration timeout) {
        this.observer = observer;
        this.cleaner = new Cleaner(controlPlane, observer);
        this.timeout = timeout;
    }

    void run(List<Deployer> deployers, int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < deployers.size(); i++) {
                measure(deployers.get((round + i) % deployers.size()));
                cleaner.deleteAll();
            }
        }
    }

    private void measure(Deployer deployer) {
        String name = Comparison.uniqueName(deployer);
        Application healthy = SHAPE.application(Bench.NAMESPACE, name, 1);
        observer.clear();
        observer.awaitQuiet();
        deployer.deploy(healthy);
        observer.awaitQuiet();
        Deployer.FailureTimes times = deployer.deployAndRollBack(
                SHAPE.application(Bench.NAMESPACE, name, 2).withInvalidImages(), healthy, timeout);
        Durations durations = of(deployer);
        times.found().ifPresent(found -> durations.found().add(found - times.start()));
        durations.failed().add(times.failed() - times.start());
        long rollback = times.end() - times.failed();
        durations.rollback().add(rollback);
        durations
                .ownRollback()
                .add(rollback - observer.controllers(healthy, times.failed()).busyUntil(times.end()));
    }

    Durations of(Deployer deployer) {
        return measured.computeIfAbsent(
                deployer, absent -> new Durations(new Series(), new Series(), new Series(), new Series()));
    }

    /** Writes the section about failures. */
    void write(MarkdownWriter report, List<Deployer> deployers) {
        report.line("");
        report.line("## A deploy that fails, and its rollback");
        report.line("");
        report.table(
                "A new image with an invalid name; p50, p99",
                "the reason is named",
                "the deploy has failed",
                "rollback",
                "own time of the rollback");
        for (Deployer deployer : deployers) {
            Durations durations = of(deployer);
            report.row(
                    deployer.label(),
                    durations.found().size() == 0 ? "no reason" : MarkdownWriter.p50p99(durations.found()),
                    MarkdownWriter.p50p99(durations.failed()),
                    MarkdownWriter.p50p99(durations.rollback()),
                    MarkdownWriter.p50p99(durations.ownRollback()));
        }
        report.line("");
        report.line(SHAPE.title()
                + ". The other tools do not detect this failure: they wait for their time-out, which is "
                + timeout.toSeconds() + " s here. Without an option, Helm waits five minutes, and kubectl waits for the"
                + " Deployment's `progressDeadlineSeconds` (ten minutes). The rollback is `kubectl rollout undo` and `rollout"
                + " status`, `helm rollback --wait`, and for kapply, which has no rollback, an apply of the former"
                + " manifests. Our deploy rolls back by itself, with the option `onFailure`.");
    }
}
