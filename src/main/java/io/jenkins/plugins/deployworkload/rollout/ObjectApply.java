package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.connection.ApiAnswer;
import io.jenkins.plugins.deployworkload.connection.Pause;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** One object on its way: adopted, left alone, applied, tried again over what somebody else wrote, or replaced. */
final class ObjectApply {

    /** An object's status may change between reading it and applying to it, some times in a row. */
    private static final int TRIES = 12;

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Applier applier;
    private final Applier.Frame frame;
    private final HasMetadata object;
    private final ObjectRef ref;
    private final Applier.Sink sink;
    private final RolloutOptions options;
    private final boolean autoscaled;
    private final ObjectRequests requests;
    private final KubernetesSerialization serialization;
    private volatile boolean defaultsTaken;
    private volatile boolean made;

    /** @param autoscaled whether an autoscaler has the object's number of replicas */
    ObjectApply(Applier applier, Applier.Frame frame, HasMetadata object, boolean autoscaled, Applier.Sink sink) {
        this.applier = applier;
        this.frame = frame;
        this.object = object;
        this.autoscaled = autoscaled;
        this.sink = sink;
        this.options = frame.options();
        this.ref = ObjectRef.of(object, frame.namespace());
        this.requests = new ObjectRequests(frame, object);
        this.serialization = frame.connection().client().getKubernetesSerialization();
    }

    /** @return fails with what the server said, or with {@link Applier.Superseded} */
    CompletableFuture<ApiAnswer<? extends HasMetadata>> run(Before before) {
        return begin(before)
                .thenApply(answer -> made ? new ApiAnswer<>(answer.object(), 201, answer.warnings()) : answer);
    }

    private CompletableFuture<ApiAnswer<? extends HasMetadata>> begin(Before before) {
        if (before.isBeingDeleted()) {
            return after(before.object());
        }
        // A Job is a run: it is never changed, only run again.
        if (object instanceof Job && before.object() != null) {
            return replace(before.object(), Set.of());
        }
        // It is neither left as it is nor adopted before it is refused.
        if (Headless.stays(object, before.object())) {
            return patch(before, TRIES);
        }
        return adopt(before, TRIES).thenCompose(present -> isThere(present) ? leave(present) : patch(present, TRIES));
    }

    /** Only what was asked for is left alone: a watch may be behind, and an apply over that would be refused. */
    private boolean isThere(Before before) {
        return before.fresh()
                && before.object() != null
                && Unchanged.by(
                        requests.body(before),
                        serialization.convertValue(before.object(), JsonNode.class),
                        before.again());
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
        return requests.manage(patch)
                .thenCompose(found -> adopt(found, tries))
                // Its controller may just have written the status: the patch holds only for what was read.
                .exceptionallyCompose(problem -> applier.isStopped() || tries <= 1 || !Refusals.isTransient(problem)
                        ? CompletableFuture.failedFuture(problem)
                        : Pause.of(PAUSE)
                                .thenCompose(over -> applier.read(object))
                                .thenCompose(found -> adopt(found, tries - 1)));
    }

    /** @return what has to be changed in who manages what, one after the other; {@code null} if nothing */
    private String managers(HasMetadata before) {
        String adoption = options.adopt() ? Adoption.patch(before, serialization) : null;
        return adoption == null && autoscaled ? HandOver.patch(object, before, serialization) : adoption;
    }

    private CompletableFuture<ApiAnswer<? extends HasMetadata>> patch(Before before, int tries) {
        if (Headless.stays(object, before.object())) {
            return again(Headless.refusal(), before, tries);
        }
        // Nobody may have written meanwhile, or the apply is refused: see again().
        String version = frame.ours().get() == null ? null : before.version();
        return requests.apply(requests.body(before), version, false)
                .exceptionallyCompose(problem -> again(problem, before, tries))
                .thenCompose(answer -> taken(answer, tries));
    }

    private CompletableFuture<ApiAnswer<? extends HasMetadata>> taken(
            ApiAnswer<? extends HasMetadata> answer, int tries) {
        // The server takes an apply to what is on its way out, and it goes all the same.
        if (Before.isBeingDeleted(answer.object())) {
            return after(answer.object());
        }
        if (answer.status() == 201 || !Headless.stays(object, answer.object())) {
            return CompletableFuture.completedFuture(answer);
        }
        // Nobody had looked at it. What else is described of it is applied by now.
        if (!options.recreate()) {
            sink.applied(ref, answer);
        }
        return again(Headless.refusal(), Before.read(answer.object()), tries);
    }

    private CompletableFuture<ApiAnswer<? extends HasMetadata>> again(Throwable problem, Before before, int tries) {
        if (applier.isStopped()) {
            return CompletableFuture.failedFuture(problem);
        }
        if (options.recreate() && Refusals.isImmutable(problem)) {
            Set<String> fields = Refusals.fields(problem);
            return before.object() != null
                    ? replace(before.object(), fields)
                    : applier.read(object)
                            .thenCompose(found -> found.object() == null
                                    ? CompletableFuture.failedFuture(problem)
                                    : replace(found.object(), fields));
        }
        String strategy = defaultsTaken ? null : Refusals.staleStrategy(problem);
        if (strategy != null && before.object() != null) {
            return withoutDefaults(problem, before, strategy, tries);
        }
        if (tries > 1 && !autoscaled && HandOver.holdsReplicas(problem)) {
            return requests.mayTakeReplicas()
                    .thenCompose(
                            yes -> yes ? takeReplicas(problem, tries - 1) : CompletableFuture.failedFuture(problem));
        }
        if (tries <= 1 || !Refusals.isTransient(problem)) {
            return CompletableFuture.failedFuture(problem);
        }
        // The order matters: a deploy that takes over after the question writes after what is read here, so that
        // the next try is refused.
        return (tries == TRIES ? CompletableFuture.<Void>completedFuture(null) : Pause.of(PAUSE))
                .thenCompose(over -> applier.read(object))
                .thenCompose(found -> applier.ifStillOurs(() -> {
                    made |= before == Before.ABSENT && applier.hasMade(found.object());
                    return patch(found, tries - 1);
                }));
    }

    private CompletableFuture<ApiAnswer<? extends HasMetadata>> takeReplicas(Throwable problem, int tries) {
        return applier.read(object)
                .thenCompose(found -> applier.ifStillOurs(() -> {
                    String patch = found.object() == null ? null : HandOver.patchBack(found.object(), serialization);
                    if (patch == null) {
                        return CompletableFuture.failedFuture(problem);
                    }
                    return requests.manage(patch)
                            .thenCompose(present -> patch(present, tries))
                            // Its controller may just have written the status: that much is found out once more.
                            .exceptionallyCompose(again -> Refusals.isTransient(again) && tries > 1
                                    ? takeReplicas(again, tries - 1)
                                    : CompletableFuture.failedFuture(again));
                }));
    }

    /** The other strategy takes the place of one that was never said. Done once: then it is refused for another reason. */
    private CompletableFuture<ApiAnswer<? extends HasMetadata>> withoutDefaults(
            Throwable problem, Before before, String strategy, int tries) {
        defaultsTaken = true;
        String patch = Adoption.patchForDefaults(before.object(), strategy, serialization);
        if (patch == null) {
            return CompletableFuture.failedFuture(problem);
        }
        return requests.manage(patch)
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

    /**
     * Pods of a StatefulSet stay, with their volumes and their order, and are taken over by the new one.
     *
     * @param fields why
     */
    private CompletableFuture<ApiAnswer<? extends HasMetadata>> replace(HasMetadata old, Set<String> fields) {
        Removal.Dependents dependents =
                object instanceof StatefulSet ? Removal.Dependents.Orphan : Removal.Dependents.Background;
        return requests.prove()
                .thenCompose(would -> applier.isStopped()
                        ? CompletableFuture.failedFuture(new CancellationException())
                        : applier.removal()
                                .deleteAndAwait(
                                        old,
                                        dependents,
                                        found -> applier.ifStillOurs(() -> CompletableFuture.completedFuture(true)),
                                        () -> sink.replacing(ref, fields)))
                .thenCompose(gone -> make());
    }

    /** Somebody has asked for its deletion, and something holds it still. */
    private CompletableFuture<ApiAnswer<? extends HasMetadata>> after(HasMetadata old) {
        sink.awaiting(ref, old);
        return applier.removal().gone(old).thenCompose(gone -> make());
    }

    /** Time has passed. */
    private CompletableFuture<ApiAnswer<? extends HasMetadata>> make() {
        return applier.ifStillOurs(() -> patch(Before.ABSENT, TRIES));
    }
}
