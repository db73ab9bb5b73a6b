package io.jenkins.plugins.deployworkload.rollout.apply;

import static java.util.stream.Collectors.groupingBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Ownership;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads the live states of objects. The objects of a kind that the application owns need one request together. */
final class LiveStateList {

    /** A list is larger than the objects that it replaces, because it contains all objects of the application. */
    private static final int MIN_LISTED = 3;

    /** The objects of one kind in one namespace, which one list request reads. */
    private record ListKey(ResourceType<?> type, String namespace) {}

    private final Applier.ApplyContext context;

    LiveStateList(Applier.ApplyContext context) {
        this.context = context;
    }

    /**
     * @param isOwned whether the application probably owns an object
     * @return the live states in the order of the objects
     * @throws RuntimeException the error of a request
     */
    List<LiveState> read(List<HasMetadata> objects, Predicate<HasMetadata> isOwned) {
        Map<ListKey, List<HasMetadata>> owned = objects.stream().filter(isOwned).collect(groupingBy(this::key));
        List<ListKey> listed = owned.entrySet().stream()
                .filter(entry -> entry.getValue().size() >= MIN_LISTED)
                .map(Map.Entry::getKey)
                .toList();
        List<Map<String, HasMetadata>> lists = VirtualThreads.forEach(listed, this::list);
        return VirtualThreads.forEach(objects, object -> {
            int index = listed.indexOf(key(object));
            HasMetadata found =
                    index < 0 ? null : lists.get(index).get(object.getMetadata().getName());
            // An object that is not in the list may be absent, or have another owner.
            return found == null ? new ResourceClient(context, object).read() : LiveState.fromRead(found);
        });
    }

    private ListKey key(HasMetadata object) {
        return new ListKey(context.types().of(object), ObjectRef.namespace(object, context.namespace()));
    }

    /** @return the objects by name; empty if the account may not list them */
    private Map<String, HasMetadata> list(ListKey key) {
        try {
            Map<String, HasMetadata> found = new HashMap<>();
            context.connection()
                    .list(
                            key.type(),
                            key.namespace(),
                            Ownership.LABEL,
                            context.ownership().labelValue())
                    .forEach(object -> found.put(object.getMetadata().getName(), object));
            return found;
        } catch (RuntimeException problem) {
            if (ApiErrors.hasCode(problem, 403)) {
                return Map.of();
            }
            throw problem;
        }
    }
}
