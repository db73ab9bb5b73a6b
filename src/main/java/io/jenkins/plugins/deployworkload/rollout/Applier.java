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
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Applies objects on the server's side: as one manager of fields, never by force, and with fields that the server does not
 * know refused.
 */
final class Applier {

    /** Who the product is among the managers of an object's fields. */
    static final String FIELD_MANAGER = "deploy-workload";

    private static final int TRIES = 4;
    private static final long PAUSE_MILLIS = 100;

    /** Told about each answer, on any thread. */
    interface Sink {

        void applied(ObjectRef ref, ApiAnswer<? extends HasMetadata> answer);

        void refused(ObjectRef ref, Throwable problem);
    }

    private final Connection connection;
    private final ScheduledExecutorService scheduler;
    private final String namespace;
    private volatile boolean stopped;

    Applier(Connection connection, ScheduledExecutorService scheduler, String namespace) {
        this.connection = connection;
        this.scheduler = scheduler;
        this.namespace = namespace;
    }

    /** What is there now; {@code null} for nothing, or for what this account may not read. Fails with what was thrown. */
    CompletableFuture<HasMetadata> read(HasMetadata object) {
        ResourceType<? extends HasMetadata> type = ResourceType.of(object.getClass());
        String path = type.path(namespace, object.getMetadata().getName());
        return connection
                .requests()
                .send(ApiRequest.get(path, Map.of()), type.type())
                .thenApply(answer -> (HasMetadata) answer.object())
                .exceptionallyCompose(problem -> Refusals.hasCode(problem, 404) || Refusals.hasCode(problem, 403)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(problem));
    }

    /**
     * Applies stage after stage, the objects of a stage at the same time. After a refusal, or {@link #stop}, no further
     * stage is begun.
     *
     * @return completes, always normally, when nothing is under way any more
     */
    CompletableFuture<Void> apply(List<List<HasMetadata>> stages, Sink sink) {
        if (stages.isEmpty() || stopped) {
            return CompletableFuture.completedFuture(null);
        }
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (HasMetadata object : stages.getFirst()) {
            ObjectRef ref = ObjectRef.of(object, namespace);
            all.add(patch(object, TRIES).handle((answer, problem) -> {
                if (problem != null) {
                    stop();
                    sink.refused(ref, problem);
                } else {
                    sink.applied(ref, answer);
                }
                return null;
            }));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenCompose(done -> apply(stages.subList(1, stages.size()), sink));
    }

    /** Begins nothing more; what is under way is waited for. */
    void stop() {
        stopped = true;
    }

    private CompletableFuture<ApiAnswer<? extends HasMetadata>> patch(HasMetadata object, int tries) {
        ResourceType<? extends HasMetadata> type = ResourceType.of(object.getClass());
        // JSON is YAML too, and this content type is the only one for applies.
        ApiRequest request = new ApiRequest(
                "PATCH",
                type.path(namespace, object.getMetadata().getName()),
                Map.of("fieldManager", FIELD_MANAGER, "fieldValidation", "Strict"),
                "application/apply-patch+yaml",
                connection.client().getKubernetesSerialization().asJson(object));
        Function<Throwable, CompletableFuture<ApiAnswer<? extends HasMetadata>>> again = problem -> {
            if (tries <= 1 || stopped || !Refusals.isTransient(problem)) {
                return CompletableFuture.failedFuture(problem);
            }
            CompletableFuture<Void> pause = new CompletableFuture<>();
            scheduler.schedule(() -> pause.completeAsync(() -> null), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            return pause.thenCompose(over -> patch(object, tries - 1));
        };
        return connection
                .requests()
                .send(request, type.type())
                .<ApiAnswer<? extends HasMetadata>>thenApply(answer -> answer)
                .exceptionallyCompose(again);
    }
}
