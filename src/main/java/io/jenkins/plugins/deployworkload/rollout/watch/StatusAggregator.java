package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Aggregates the status of all objects of a rollout, and reports progress and findings. */
public final class StatusAggregator {

    /** The aggregated status of a rollout. */
    sealed interface Result {}

    /** At least one object is in progress. */
    record InProgress() implements Result {}

    /**
     * No object is in progress any more.
     *
     * @param outcome success if all objects are healthy; otherwise the outcome of the first object that failed or was
     *     superseded
     */
    public record Finished(Outcome outcome, String message) implements Result {}

    /** An object will certainly not become healthy. The future completes when the finding and its log are reported. */
    record CertainFailure(ObjectRef object, CompletableFuture<Finding> reason) implements Result {}

    /**
     * A Job has failed, and no finding tells why.
     *
     * @param failure the end of the rollout if the pods of the Job do not tell either
     */
    record UnexplainedFailure(Job job, Finished failure) implements Result {}

    private final WatchContext context;
    private final RolloutDiagnosis diagnosis;
    private final Runnable recheck;

    /** @param recheck runs when the status must be evaluated again although no object changed */
    StatusAggregator(WatchContext context, RolloutDiagnosis diagnosis, Runnable recheck) {
        this.context = context;
        this.diagnosis = diagnosis;
        this.recheck = recheck;
    }

    /** @param objects objects that are applied and that the rollout waits for */
    Result aggregate(Collection<TrackedObject<?>> objects) {
        List<String> healthy = new ArrayList<>();
        boolean inProgress = false;
        for (TrackedObject<?> object : objects) {
            StatusResult result = object.status();
            String message = object.ref().label() + ": " + result.message();
            if (object.messageChanged(result.message())) {
                context.report(new RolloutEvent.Progress(RolloutEvent.now(), object.ref(), result.message()));
            }
            if (object.isObserved()) {
                diagnosis.onObserved(object);
            }
            Optional<CompletableFuture<Finding>> certain = diagnose(object, result.state());
            switch (result.state()) {
                case FAILED -> {
                    return failed(object, message);
                }
                case SUPERSEDED -> {
                    return new Finished(Outcome.SUPERSEDED, message);
                }
                case HEALTHY -> healthy.add(message);
                case IN_PROGRESS -> {
                    if (certain.isPresent()) {
                        return new CertainFailure(object.ref(), certain.get());
                    }
                    inProgress = true;
                }
            }
        }
        if (inProgress) {
            return new InProgress();
        }
        // Compute the notes here and not earlier, because this method runs for every event.
        HealthNotes.autoscalerProblems(context.state()).forEach(context::warn);
        List<String> notes = HealthNotes.of(context.state());
        String message = Stream.concat(notes.stream(), healthy.stream()).collect(Collectors.joining("; "));
        return new Finished(Outcome.SUCCEEDED, message.isEmpty() ? Messages.StatusAggregator_accepted() : message);
    }

    /** Adds the cause to the message, unless the object was deleted. */
    private Result failed(TrackedObject<?> object, String message) {
        if (!object.exists()) {
            return new Finished(Outcome.FAILED, message);
        }
        Optional<Finding> cause = diagnosis.findings(object.ref()).cause(object.ref());
        Finished finished = new Finished(
                Outcome.FAILED, cause.map(finding -> finding.explain(message)).orElse(message));
        return cause.isEmpty() && object.lastSeen() instanceof Job job
                ? new UnexplainedFailure(job, finished)
                : finished;
    }

    private Optional<CompletableFuture<Finding>> diagnose(TrackedObject<?> object, StatusResult.State state) {
        if (state == StatusResult.State.HEALTHY) {
            diagnosis.findings(object.ref()).forget(object.ref());
        }
        boolean hasPods = ResourceKinds.isPodController(object.ref())
                || ResourceKinds.isPod(object.ref())
                || CustomResourceDefinitions.isCustom(object.ref().apiVersion());
        return hasPods
                        && object.isDiagnosable()
                        && (state == StatusResult.State.IN_PROGRESS || state == StatusResult.State.FAILED)
                ? diagnosis.findings(object.ref()).diagnose(object.ref(), object.lastSeen(), recheck)
                : Optional.empty();
    }
}
