package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.connection.ApiAnswer;
import io.jenkins.plugins.deployworkload.connection.ApiRequest;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ResourceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One object on its way: adopted, left alone, applied, tried again over what somebody else wrote, or replaced. */
final class ObjectApply {

    /** An object's status may change between reading it and applying to it, some times in a row. */
    private static final int TRIES = 12;

    private static final long PAUSE_MILLIS = 50;

    private final Applier applier;
    private final Applier.Frame frame;
    private final HasMetadata object;
    private final ObjectRef ref;
    private final Applier.Sink sink;
    private final ResourceType<? extends HasMetadata> type;
    private final Connection connection;
    private final RolloutOptions options;
    private final String namespace;
    private final boolean autoscaled;
    private volatile boolean defaultsTaken;

    /** @param autoscaled whether an autoscaler has the object's number of replicas */
    ObjectApply(Applier applier, Applier.Frame frame, HasMetadata object, boolean autoscaled, Applier.Sink sink) {
        this.applier = applier;
        this.frame = frame;
        this.object = object;
        this.autoscaled = autoscaled;
        this.sink = sink;
        this.connection = frame.connection();
        this.options = frame.options();
        this.namespace = frame.namespace();
        this.ref = ObjectRef.of(object, namespace);
        this.type = ResourceType.of(object.getClass());
    }

    /** @return fails with what the server said, or with {@link Applier.Superseded} */
    CompletableFuture<ApiAnswer<? extends HasMetadata>> run(Before before) {
        if (options.dryRun()) {
            return dryRun(before);
        }
        // A Job is a run: it is never changed, only run again.
        if (object instanceof Job && before.object() != null) {
            return replace(before.object());
        }
        return adopt(before, TRIES).thenCompose(present -> isThere(present) ? leave(present) : patch(present, TRIES));
    }

    /**
     * Nothing may be deleted or adopted for it, so what would be replaced is not asked about in the place of the other:
     * it is taken as it is described.
     */
    private CompletableFuture<ApiAnswer<? extends HasMetadata>> dryRun(Before before) {
        if (object instanceof Job && before.object() != null) {
            return CompletableFuture.completedFuture(new ApiAnswer<>(object, 201, List.of()));
        }
        return patch(before, TRIES)
                .exceptionallyCompose(problem -> options.recreate() && Refusals.isImmutable(problem)
                        ? CompletableFuture.completedFuture(new ApiAnswer<>(object, 201, List.of()))
                        : CompletableFuture.failedFuture(problem));
    }

    /** Only what was asked for is left alone: a watch may be behind, and an apply over that would be refused. */
    private boolean isThere(Before before) {
        KubernetesSerialization serialization = connection.client().getKubernetesSerialization();
        return before.fresh()
                && before.object() != null
                && Unchanged.by(
                        body(before), serialization.convertValue(before.object(), JsonNode.class), before.again());
    }

    private CompletableFuture<ApiAnswer<? extends HasMetadata>> leave(Before before) {
        return CompletableFuture.completedFuture(new ApiAnswer<>(before.object(), 200, List.of()));
    }

    /** @return what is there after that */
    private CompletableFuture<Before> adopt(Before before, int tries) {
        String patch = before.object() == null ? null : managers(before.object());
        if (patch == null) {
            return CompletableFuture.completedFuture(before);
        }
        return manage(patch)
                .thenCompose(found -> adopt(found, tries))
                // Its controller may just have written the status: the patch holds only for what was read.
                .exceptionallyCompose(problem -> applier.isStopped() || tries <= 1 || !Refusals.isTransient(problem)
                        ? CompletableFuture.failedFuture(problem)
                        : pause().thenCompose(over -> applier.read(object))
                                .thenCompose(found -> adopt(found, tries - 1)));
    }

    /** @return what has to be changed in who manages what, one after the other; {@code null} if nothing */
    private String managers(HasMetadata before) {
        KubernetesSerialization serialization = connection.client().getKubernetesSerialization();
        String adoption = options.adopt() ? Adoption.patch(before, serialization) : null;
        return adoption == null && autoscaled ? HandOver.patch(object, before, serialization) : adoption;
    }

    /** @param patch changes nothing but who manages what */
    private CompletableFuture<Before> manage(String patch) {
        ApiRequest request = new ApiRequest(
                "PATCH",
                type.path(namespace, ref.name()),
                Map.of("fieldManager", Applier.FIELD_MANAGER),
                "application/json-patch+json",
                patch);
        return connection.requests().send(request, type.type()).thenApply(answer -> Before.read(answer.object()));
    }

    private CompletableFuture<ApiAnswer<? extends HasMetadata>> patch(Before before, int tries) {
        return connection
                .requests()
                .send(request(before), type.type())
                .<ApiAnswer<? extends HasMetadata>>thenApply(answer -> answer)
                .exceptionallyCompose(problem -> again(problem, before, tries));
    }

    private ApiRequest request(Before before) {
        return request(body(before), before);
    }

    private ApiRequest request(ObjectNode tree, Before before) {
        Map<String, String> query =
                new HashMap<>(Map.of("fieldManager", Applier.FIELD_MANAGER, "fieldValidation", "Strict"));
        if (options.dryRun()) {
            query.put("dryRun", "All");
        }
        if (options.forceConflicts()) {
            query.put("force", "true");
        }
        if (before.version() != null && frame.ours().get() != null) {
            // Nobody may have written meanwhile, or the apply is refused: see again().
            ((ObjectNode) tree.get("metadata")).put("resourceVersion", before.version());
        }
        // JSON is nearly YAML, and this content type is the only one for applies.
        return new ApiRequest(
                "PATCH",
                type.path(namespace, ref.name()),
                query,
                "application/apply-patch+yaml",
                ApplyBody.of(tree.toString()));
    }

    private ObjectNode body(Before before) {
        KubernetesSerialization serialization = connection.client().getKubernetesSerialization();
        ObjectNode tree = serialization.convertValue(object, ObjectNode.class);
        if (before.object() != null && !options.recreate()) {
            Selectors.keep(tree, before.object(), options.adopt(), serialization);
        }
        return tree;
    }

    private CompletableFuture<ApiAnswer<? extends HasMetadata>> again(Throwable problem, Before before, int tries) {
        if (applier.isStopped()) {
            return CompletableFuture.failedFuture(problem);
        }
        if (options.recreate() && !options.dryRun() && Refusals.isImmutable(problem)) {
            return before.object() != null
                    ? replace(before.object())
                    : applier.read(object)
                            .thenCompose(found -> found.object() == null
                                    ? CompletableFuture.failedFuture(problem)
                                    : replace(found.object()));
        }
        String strategy = defaultsTaken ? null : Refusals.staleStrategy(problem);
        if (strategy != null && before.object() != null) {
            return withoutDefaults(problem, before, strategy, tries);
        }
        if (tries <= 1 || !Refusals.isTransient(problem)) {
            return CompletableFuture.failedFuture(problem);
        }
        // The order matters: a deploy that takes over after the question writes after what is read here, so that
        // the next try is refused.
        return (tries == TRIES ? CompletableFuture.<Void>completedFuture(null) : pause())
                .thenCompose(over -> applier.read(object))
                .thenCompose(found -> stillOurs().thenCompose(yes -> {
                    if (!yes) {
                        return CompletableFuture.failedFuture(new Applier.Superseded());
                    }
                    return patch(found, tries - 1);
                }));
    }

    /** The other strategy takes the place of one that was never said. Done once: then it is refused for another reason. */
    private CompletableFuture<ApiAnswer<? extends HasMetadata>> withoutDefaults(
            Throwable problem, Before before, String strategy, int tries) {
        defaultsTaken = true;
        KubernetesSerialization serialization = connection.client().getKubernetesSerialization();
        if (options.dryRun()) {
            ObjectNode rest = body(before);
            JsonNode described = ((ObjectNode) rest.get("spec")).remove(strategy);
            return connection
                    .requests()
                    .send(request(rest, before), type.type())
                    .thenApply(answer -> {
                        ObjectNode tree = serialization.convertValue(answer.object(), ObjectNode.class);
                        ((ObjectNode) tree.get("spec")).set(strategy, described);
                        return new ApiAnswer<>(
                                serialization.convertValue(tree, type.type()), answer.status(), answer.warnings());
                    });
        }
        String patch = Adoption.patchForDefaults(before.object(), strategy, serialization);
        if (patch == null) {
            return CompletableFuture.failedFuture(problem);
        }
        return manage(patch)
                .thenCompose(present -> patch(present, tries))
                // Its controller may just have written the status: that much is found out once more.
                .exceptionallyCompose(again -> {
                    if (!Refusals.isTransient(again) || tries <= 1) {
                        return CompletableFuture.failedFuture(again);
                    }
                    defaultsTaken = false;
                    return again(again, before, tries - 1);
                });
    }

    /** Pods of a StatefulSet stay, with their volumes and their order, and are taken over by the new one. */
    private CompletableFuture<ApiAnswer<? extends HasMetadata>> replace(HasMetadata before) {
        Removal.Dependents dependents =
                object instanceof StatefulSet ? Removal.Dependents.Orphan : Removal.Dependents.Background;
        sink.replacing(ref);
        return applier.removal().deleteAndAwait(before, dependents).thenCompose(gone -> patch(Before.ABSENT, TRIES));
    }

    private CompletableFuture<Boolean> stillOurs() {
        Supplier<CompletableFuture<Boolean>> question = frame.ours().get();
        return question == null ? CompletableFuture.completedFuture(true) : question.get();
    }

    private CompletableFuture<Void> pause() {
        CompletableFuture<Void> pause = new CompletableFuture<>();
        frame.scheduler().schedule(() -> pause.completeAsync(() -> null), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        return pause;
    }
}
