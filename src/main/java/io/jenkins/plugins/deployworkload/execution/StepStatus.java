package io.jenkins.plugins.deployworkload.execution;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The status of a running step for {@link org.jenkinsci.plugins.workflow.steps.StepExecution#getStatus}. Jenkins shows
 * this status, for example, in the thread dump of a Pipeline. The text is always English, because the method has no
 * locale. Only the progress of an object is in the language of the build log.
 */
final class StepStatus {

    private enum Phase {
        APPLYING("applying"),
        WAITING("applied, waiting until healthy"),
        ROLLING_BACK("not healthy, rolling back"),
        ENDED("ended");

        private final String text;

        Phase(String text) {
            this.text = text;
        }
    }

    /**
     * @param object the object that last reported progress in this phase, with this progress; empty if no object
     *     reported progress
     */
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
            case RolloutEvent.Waiting waiting -> set(workload, Phase.WAITING, "");
            case RolloutEvent.RollingBack rollingBack -> set(workload, Phase.ROLLING_BACK, "");
            case RolloutEvent.Ended ended -> set(workload, Phase.ENDED, "");
            case RolloutEvent.Progress progress -> progress(workload, progress);
            default -> {
                // Other events do not change the phase.
            }
        }
    }

    private synchronized void progress(String workload, RolloutEvent.Progress progress) {
        Phase phase = workloads.get(workload).phase();
        // A rollout that was resumed after a restart has already applied its objects, so its first event is progress.
        workloads.put(
                workload,
                new WorkloadStatus(
                        phase == Phase.APPLYING ? Phase.WAITING : phase,
                        progress.object().label() + ": " + progress.message()));
    }

    private synchronized void set(String workload, Phase phase, String object) {
        workloads.put(workload, new WorkloadStatus(phase, object));
    }

    /** The workloads that have not ended, each with its phase and the latest progress. */
    synchronized String text() {
        String running = workloads.entrySet().stream()
                .filter(entry -> entry.getValue().phase() != Phase.ENDED)
                .map(entry -> entry.getValue().text(entry.getKey()))
                .collect(Collectors.joining("; "));
        return workloads.isEmpty() ? "reading the workloads" : running;
    }
}
