package io.jenkins.plugins.deployworkload.execution;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a running step says of itself to whoever asks what a build is doing: in plain English, as the API of steps wants it, since it
 * is asked for by no reader in particular. Only how far an object is stands there as in the build's log.
 */
final class StepStatus {

    private enum Phase {
        APPLYING("being applied"),
        WAITING("applied, waiting until it runs"),
        ROLLING_BACK("does not run, being undone"),
        ENDED("over");

        private final String text;

        Phase(String text) {
            this.text = text;
        }
    }

    /** @param object the one that was heard of last, and how far it is; empty for none in this phase */
    private record WorkloadStatus(Phase phase, String object) {

        String text(String workload) {
            return workload + ": " + phase.text + (object.isEmpty() ? "" : ": " + object);
        }
    }

    private final Map<String, WorkloadStatus> workloads = new LinkedHashMap<>();

    RolloutListener listenerFor(String workload) {
        set(workload, Phase.APPLYING, "");
        return event -> on(workload, event);
    }

    private void on(String workload, RolloutEvent event) {
        switch (event) {
            case RolloutEvent.Waiting watching -> set(workload, Phase.WAITING, "");
            case RolloutEvent.RollingBack back -> set(workload, Phase.ROLLING_BACK, "");
            case RolloutEvent.Ended ended -> set(workload, Phase.ENDED, "");
            case RolloutEvent.Progress progress -> progress(workload, progress);
            default -> {
                // Says nothing of where it stands.
            }
        }
    }

    private synchronized void progress(String workload, RolloutEvent.Progress progress) {
        Phase phase = workloads.get(workload).phase();
        // What was applied before a restart is waited for.
        workloads.put(
                workload,
                new WorkloadStatus(
                        phase == Phase.APPLYING ? Phase.WAITING : phase,
                        progress.object().label() + ": " + progress.message()));
    }

    private synchronized void set(String workload, Phase phase, String object) {
        workloads.put(workload, new WorkloadStatus(phase, object));
    }

    /** Each workload that has not ended, its phase, and the object that was heard of last. */
    synchronized String text() {
        String going = workloads.entrySet().stream()
                .filter(state -> state.getValue().phase() != Phase.ENDED)
                .map(state -> state.getValue().text(state.getKey()))
                .collect(Collectors.joining("; "));
        return workloads.isEmpty() ? "reading what is to be deployed" : going;
    }
}
