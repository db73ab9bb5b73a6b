package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.connection.ApiAnswer;
import io.jenkins.plugins.deployworkload.connection.ApiRequest;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Applies objects on the server's side: as one manager of fields, by force only when asked, and with fields that the server
 * does not know refused.
 */
final class Applier {

    /** Who the product is among the managers of an object's fields. */
    static final String FIELD_MANAGER = "deploy-workload";

    /** Told about each answer, on any thread. */
    interface Sink {

        void applied(ObjectRef ref, ApiAnswer<? extends HasMetadata> answer);

        void refused(ObjectRef ref, Throwable problem);

        /** An object was deleted, to be made again. */
        void replacing(ObjectRef ref);
    }

    /** Another deploy of the workload has taken over. */
    static final class Superseded extends IllegalStateException {
        private static final long serialVersionUID = 1;
    }

    /**
     * What all objects of a rollout have in common.
     *
     * @param ours asks whether the workload is still this deploy's; gives {@code null} where that is not known
     */
    record Frame(
            Connection connection,
            ScheduledExecutorService scheduler,
            String namespace,
            RolloutOptions options,
            Supplier<Supplier<CompletableFuture<Boolean>>> ours) {}

    private final Frame frame;
    private final Removal removal;
    private volatile boolean stopped;

    Applier(Frame frame) {
        this.frame = frame;
        this.removal = new Removal(frame.connection(), frame.namespace());
    }

    /** What is there now, as far as this account may read it. Fails with what was thrown. */
    CompletableFuture<Before> read(HasMetadata object) {
        ResourceType<? extends HasMetadata> type = ResourceType.of(object.getClass());
        String path = type.path(frame.namespace(), object.getMetadata().getName());
        return frame.connection()
                .requests()
                .send(ApiRequest.get(path, Map.of()), type.type())
                .thenApply(answer -> Before.read(answer.object()))
                .exceptionallyCompose(problem -> {
                    if (Refusals.hasCode(problem, 404)) {
                        return CompletableFuture.completedFuture(Before.ABSENT);
                    }
                    return Refusals.hasCode(problem, 403)
                            ? CompletableFuture.completedFuture(Before.UNKNOWN)
                            : CompletableFuture.failedFuture(problem);
                });
    }

    /**
     * Applies stage after stage, the objects of a stage at the same time. After a refusal, or {@link #stop}, no further
     * stage is begun.
     *
     * @param before gives what each object is applied over
     * @return completes, always normally, when nothing is under way any more
     */
    CompletableFuture<Void> apply(List<List<HasMetadata>> stages, Function<ObjectRef, Before> before, Sink sink) {
        if (stages.isEmpty() || stopped) {
            return CompletableFuture.completedFuture(null);
        }
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (HasMetadata object : stages.getFirst()) {
            ObjectRef ref = ObjectRef.of(object, frame.namespace());
            ObjectApply apply = new ObjectApply(this, frame, object, HandOver.isDue(object, stages), sink);
            all.add(apply.run(before.apply(ref)).handle((answer, problem) -> {
                if (problem == null) {
                    sink.applied(ref, answer);
                } else {
                    boolean wasStopped = stopped;
                    stop();
                    if (!wasStopped || !Refusals.isCancelled(problem)) {
                        sink.refused(ref, problem);
                    }
                }
                return null;
            }));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenCompose(done -> apply(stages.subList(1, stages.size()), before, sink));
    }

    /** Begins nothing more; what is under way is waited for. */
    void stop() {
        stopped = true;
        removal.stop();
    }

    boolean isStopped() {
        return stopped;
    }

    Removal removal() {
        return removal;
    }
}
