package io.jenkins.plugins.deployworkload.bench.scale;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts deploys and faults. Thread-safe. */
final class SoakResults {

    private final Map<SoakDeploy, Integer> deploys = new EnumMap<>(SoakDeploy.class);
    private final Map<String, Integer> faults = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int resumed;
    private int unreachable;

    synchronized void add(SoakDeploy kind, RolloutResult result) {
        deploys.merge(kind, 1, Integer::sum);
        if (SoakDeploy.isUnreachable(result)) {
            unreachable++;
        } else if (!kind.isRight(result)) {
            wrong.add(kind + " → " + result.outcome() + ", " + result.recovery() + ": " + result.message());
        }
    }

    synchronized void addResumed() {
        resumed++;
    }

    synchronized void addFault(String fault) {
        faults.merge(fault, 1, Integer::sum);
    }

    synchronized int total() {
        return deploys.values().stream().mapToInt(Integer::intValue).sum();
    }

    synchronized Map<SoakDeploy, Integer> deploys() {
        return new EnumMap<>(deploys);
    }

    synchronized Map<String, Integer> faults() {
        return new TreeMap<>(faults);
    }

    /** The kind of each deploy with a wrong verdict, its result and its message. */
    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** How often a deploy was refused, because the API server was down when it began. */
    synchronized int unreachable() {
        return unreachable;
    }

    /** How often a deploy was resumed by another process. */
    synchronized int resumed() {
        return resumed;
    }
}
