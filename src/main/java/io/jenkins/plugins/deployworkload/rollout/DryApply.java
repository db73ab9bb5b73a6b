package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.connection.ApiAnswer;
import io.jenkins.plugins.deployworkload.connection.ResourceType;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Asks what an apply would make of one object. What a deploy changes before it applies, the other managers and what it
 * replaces, cannot be asked about in one request with it: that is put together here.
 */
final class DryApply {

    private final Applier.Frame frame;
    private final HasMetadata object;
    private final boolean autoscaled;
    private final Consumer<Set<String>> replacing;
    private final ObjectRequests requests;
    private final KubernetesSerialization serialization;

    /**
     * @param autoscaled whether an autoscaler is to have the object's number of replicas
     * @param replacing told that it would be deleted and made again, and for which fields
     */
    DryApply(Applier.Frame frame, HasMetadata object, boolean autoscaled, Consumer<Set<String>> replacing) {
        this.frame = frame;
        this.object = object;
        this.autoscaled = autoscaled;
        this.replacing = replacing;
        this.requests = new ObjectRequests(frame, object);
        this.serialization = frame.connection().client().getKubernetesSerialization();
    }

    /** @return the status is 201 for what would be made, be it in the place of another; fails with what the server said */
    CompletableFuture<ApiAnswer<? extends HasMetadata>> run(Before before) {
        if (before.isBeingDeleted()) {
            return made();
        }
        if (object instanceof Job && before.object() != null) {
            return replaced(Set.of());
        }
        return asked(before)
                .exceptionallyCompose(problem -> otherwise(problem, before))
                .thenApply(answer -> adopted(handedOver(answer, before), before));
    }

    private CompletableFuture<ApiAnswer<? extends HasMetadata>> asked(Before before) {
        return requests.apply(requests.body(before), null, false)
                .thenCompose(answer -> answer.status() != 201 && Headless.stays(object, answer.object())
                        ? CompletableFuture.failedFuture(Headless.refusal())
                        : CompletableFuture.completedFuture(answer));
    }

    private CompletableFuture<ApiAnswer<? extends HasMetadata>> otherwise(Throwable problem, Before before) {
        if (frame.options().recreate() && Refusals.isImmutable(problem)) {
            return replaced(Refusals.fields(problem));
        }
        String strategy = before.object() == null ? null : Refusals.staleStrategy(problem);
        if (strategy != null && Adoption.patchForDefaults(before.object(), strategy, serialization) != null) {
            return withoutDefaults(before, strategy);
        }
        if (frame.options().adopt() && Adoption.isOfTools(Refusals.managers(problem))) {
            return requests.apply(requests.body(before), null, true);
        }
        if (!autoscaled && HandOver.holdsReplicas(problem)) {
            return requests.mayTakeReplicas()
                    .thenCompose(yes -> yes
                            ? requests.apply(requests.body(before), null, true)
                            : CompletableFuture.failedFuture(problem));
        }
        return CompletableFuture.failedFuture(problem);
    }

    /** @param fields why */
    private CompletableFuture<ApiAnswer<? extends HasMetadata>> replaced(Set<String> fields) {
        return made().thenApply(answer -> {
            replacing.accept(fields);
            return answer;
        });
    }

    /** As it is described: nobody knows what the server would put in. */
    private CompletableFuture<ApiAnswer<? extends HasMetadata>> made() {
        return requests.prove().thenApply(would -> new ApiAnswer<>(object, 201, List.of()));
    }

    /** The numbers of a rolling update would go, and make room for another strategy. */
    private CompletableFuture<ApiAnswer<? extends HasMetadata>> withoutDefaults(Before before, String strategy) {
        ObjectNode rest = requests.body(before);
        JsonNode described = ((ObjectNode) rest.get("spec")).remove(strategy);
        return requests.apply(rest, null, false).thenApply(answer -> withSpec(answer, strategy, described));
    }

    private ApiAnswer<? extends HasMetadata> handedOver(ApiAnswer<? extends HasMetadata> answer, Before before) {
        if (!autoscaled
                || answer.status() == 201
                || before.object() == null
                || HandOver.patch(object, before.object(), serialization) == null) {
            return answer;
        }
        return withSpec(answer, "replicas", IntNode.valueOf(HandOver.replicas(before.object(), serialization)));
    }

    private ApiAnswer<? extends HasMetadata> adopted(ApiAnswer<? extends HasMetadata> answer, Before before) {
        return frame.options().adopt()
                        && before.object() != null
                        && Adoption.patch(before.object(), serialization) != null
                ? with(answer, AdoptionPreview::takeOut)
                : answer;
    }

    private ApiAnswer<? extends HasMetadata> withSpec(
            ApiAnswer<? extends HasMetadata> answer, String field, JsonNode value) {
        return with(answer, tree -> ((ObjectNode) tree.get("spec")).set(field, value));
    }

    private ApiAnswer<? extends HasMetadata> with(
            ApiAnswer<? extends HasMetadata> answer, Consumer<ObjectNode> change) {
        ObjectNode tree = serialization.convertValue(answer.object(), ObjectNode.class);
        change.accept(tree);
        return new ApiAnswer<>(
                serialization.convertValue(
                        tree, ResourceType.of(object.getClass()).type()),
                answer.status(),
                answer.warnings());
    }
}
