package io.jenkins.plugins.deployworkload;

import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a running step says of itself to whoever asks what a build is doing. */
final class StepStatus {

    private enum Phase {
        APPLYING,
        WAITING,
        ROLLING_BACK,
        ENDED
    }

    /** @param object the one that was heard of last, and how far it is; empty for none in this phase */
    private record State(Phase phase, String object) {

        /** In the reader's language. */
        String text(String workload) {
            String phase =
                    switch (this.phase) {
                        case APPLYING -> Messages.StepStatus_Applying(workload);
                        case WAITING -> Messages.StepStatus_Waiting(workload);
                        case ROLLING_BACK -> Messages.StepStatus_RollingBack(workload);
                        case ENDED -> "";
                    };
            return object.isEmpty() ? phase : phase + ": " + object;
        }
    }

    private final Map<String, State> states = new LinkedHashMap<>();

    RolloutListener of(String workload) {
        set(workload, Phase.APPLYING, "");
        return event -> on(workload, event);
    }

    private void on(String workload, RolloutEvent event) {
        switch (event) {
            case RolloutEvent.Watching watching -> set(workload, Phase.WAITING, "");
            case RolloutEvent.RollingBack back -> set(workload, Phase.ROLLING_BACK, "");
            case RolloutEvent.Ended ended -> set(workload, Phase.ENDED, "");
            case RolloutEvent.Progress progress -> progress(workload, progress);
            default -> {
                // Says nothing of where it stands.
            }
        }
    }

    private synchronized void progress(String workload, RolloutEvent.Progress progress) {
        Phase phase = states.get(workload).phase();
        // What was applied before a restart is waited for.
        states.put(
                workload,
                new State(
                        phase == Phase.APPLYING ? Phase.WAITING : phase,
                        progress.object().label() + ": " + progress.message()));
    }

    private synchronized void set(String workload, Phase phase, String object) {
        states.put(workload, new State(phase, object));
    }

    /** In the reader's language: each workload that has not ended, its phase, and the object that was heard of last. */
    synchronized String text() {
        String going = states.entrySet().stream()
                .filter(state -> state.getValue().phase() != Phase.ENDED)
                .map(state -> state.getValue().text(state.getKey()))
                .collect(Collectors.joining("; "));
        return states.isEmpty() ? Messages.StepStatus_Preparing() : going;
    }
}
