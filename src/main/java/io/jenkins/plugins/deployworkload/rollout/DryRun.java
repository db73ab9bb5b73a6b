package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.connection.ApiAnswer;
import io.jenkins.plugins.deployworkload.rollout.RolledObject.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The server says what it would make of the objects, all at once: nothing comes to be that another could need. */
final class DryRun implements Applier.Sink {

    private final RolloutContext context;
    private final Applier applier;
    private final Pruning pruning;
    private final List<String> refusals = new ArrayList<>();
    private final Set<ObjectRef> replaced = new HashSet<>();
    private final Map<Operation, Integer> counts = new EnumMap<>(Operation.class);

    DryRun(RolloutContext context, Applier applier, Pruning pruning) {
        this.context = context;
        this.applier = applier;
        this.pruning = pruning;
    }

    /** Completes normally, with how the rollout ends. */
    CompletableFuture<Ending> run(List<HasMetadata> objects) {
        return applier.apply(List.of(objects), ref -> context.state().get(ref).before(), this)
                .thenCompose(nothing -> pruning.ours(context.undescribed()))
                .handleAsync(this::ending, context.tasks());
    }

    private Ending ending(List<HasMetadata> former, Throwable problem) {
        if (problem != null) {
            refusals.add(context.why(problem));
        } else {
            former.forEach(this::wouldGo);
        }
        return refusals.isEmpty()
                ? new Ending(
                        Outcome.SUCCEEDED,
                        Messages.Rollout_dryRun(
                                count(Operation.CREATED), count(Operation.CHANGED), count(Operation.UNCHANGED)))
                : Ending.refused(Sentences.join(refusals));
    }

    private int count(Operation operation) {
        return counts.getOrDefault(operation, 0);
    }

    @Override
    public void applied(ObjectRef ref, ApiAnswer<? extends HasMetadata> answer) {
        context.tasks().execute(() -> counts.merge(wouldChange(ref, answer), 1, Integer::sum));
    }

    @Override
    public void refused(ObjectRef ref, Throwable problem) {
        context.tasks().execute(() -> refusals.add(context.refusal(ref, problem)));
    }

    @Override
    public void replacing(ObjectRef ref, Set<String> fields) {
        String why = fields.isEmpty()
                ? Messages.Rollout_wouldReplace()
                : Messages.Rollout_wouldReplaceFor(String.join(", ", fields));
        context.tasks().execute(() -> {
            replaced.add(ref);
            context.tell(new RolloutEvent.WouldRemove(Rollout.now(), ref, why));
        });
    }

    @Override
    public void awaiting(ObjectRef ref, HasMetadata other) {
        throw new IllegalStateException("a dry run waits for nothing");
    }

    private Operation wouldChange(ObjectRef ref, ApiAnswer<? extends HasMetadata> answer) {
        KubernetesSerialization serialization = context.connection().client().getKubernetesSerialization();
        HasMetadata before = context.state().get(ref).before().object();
        JsonNode after = serialization.convertValue(answer.object(), JsonNode.class);
        boolean anew = before == null || answer.status() == 201 && !replaced.contains(ref);
        JsonNode old = anew ? MissingNode.getInstance() : serialization.convertValue(before, JsonNode.class);
        List<Change> changes = replaced.contains(ref) ? Replacement.changes(old, after) : Difference.of(old, after);
        Operation operation = answer.status() == 201
                ? Operation.CREATED
                : changes.isEmpty() ? Operation.UNCHANGED : Operation.CHANGED;
        context.tell(new RolloutEvent.WouldChange(Rollout.now(), ref, operation, changes));
        context.warn(ref, answer);
        return operation;
    }

    /** What a deploy would do about an object that is no longer described; what is only left there needs no word. */
    private void wouldGo(HasMetadata object) {
        ObjectRef ref = context.ref(object);
        RolloutOptions options = context.options();
        if (Kinds.makesPods(ref) && !options.recreate()) {
            refusals.add(Messages.Rollout_former(ref.label()));
        } else if (Kinds.makesPods(ref) || options.prune() && !Kinds.holdsData(ref)) {
            context.tell(new RolloutEvent.WouldRemove(Rollout.now(), ref, Messages.Rollout_wouldPrune()));
        }
    }
}
