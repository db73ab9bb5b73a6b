package io.jenkins.plugins.deployworkload.rollout.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.discovery.Discovery;
import io.jenkins.plugins.deployworkload.client.discovery.ServedKind;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The resource types of the objects of a rollout. The kinds in {@link ResourceKinds} are known; other kinds come from
 * the definitions of the rollout and from discovery. Thread-safe. Methods that use discovery block their thread, so call
 * them only on virtual threads.
 */
public final class ResourceTypes {

    /**
     * The objects of a rollout with the classes of their types.
     *
     * @param problems a sentence about each object that cannot be deployed
     */
    public record Resolution(List<HasMetadata> objects, List<String> problems) {}

    private record Key(String apiVersion, String kind) {

        static Key of(ResourceType<?> type) {
            return new Key(type.apiVersion(), type.kind());
        }
    }

    /** The API server lists a kind up to a few seconds after its definition is established. */
    private static final int RETRIES = 6;

    private static final Duration RETRY_DELAY = Duration.ofMillis(500);

    private final Discovery discovery;
    private final KubernetesSerialization serialization;
    private final Map<Key, ServedKind> found = new ConcurrentHashMap<>();
    private final Map<Key, ServedKind> defined = new ConcurrentHashMap<>();

    public ResourceTypes(Connection connection) {
        this.discovery = connection.discovery();
        this.serialization = connection.client().getKubernetesSerialization();
    }

    /**
     * Finds the types of all objects.
     *
     * @throws RuntimeException the error of a discovery request
     */
    public Resolution resolve(List<HasMetadata> objects) {
        objects.stream()
                .filter(CustomResourceDefinitions::isDefinition)
                .flatMap(definition ->
                        CustomResourceDefinitions.kinds(serialization.convertValue(definition, JsonNode.class))
                                .stream())
                .forEach(kind -> defined.put(Key.of(kind.type()), kind));
        List<HasMetadata> resolved = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Map<Key, Optional<ResourceType<?>>> types = new HashMap<>();
        Set<String> withoutNamespace = new HashSet<>();
        for (HasMetadata object : objects) {
            Key key = new Key(object.getApiVersion(), object.getKind());
            Optional<ResourceType<?>> type = types.computeIfAbsent(key, this::findPatiently);
            if (type.isEmpty()) {
                problems.add(unknownKind(object));
            } else if (!type.get().namespaced() && !withoutNamespace.add(key + label(object))) {
                problems.add(Messages.ResourceTypes_duplicate(label(object)));
            } else {
                convert(object, type.get(), resolved, problems);
            }
        }
        return new Resolution(List.copyOf(resolved), List.copyOf(problems));
    }

    private void convert(HasMetadata object, ResourceType<?> type, List<HasMetadata> resolved, List<String> problems) {
        try {
            HasMetadata typed =
                    type.type().isInstance(object) ? object : serialization.convertValue(object, type.type());
            resolved.add(type.namespaced() ? typed : withoutNamespace(typed));
        } catch (IllegalArgumentException e) {
            problems.add(Messages.ResourceTypes_invalid(label(object), String.valueOf(firstLine(e))));
        }
    }

    /** The API server ignores the namespace of an object whose kind has none. */
    private HasMetadata withoutNamespace(HasMetadata object) {
        if (object.getMetadata().getNamespace() == null) {
            return object;
        }
        HasMetadata copy = serialization.clone(object);
        copy.getMetadata().setNamespace(null);
        return copy;
    }

    private static String firstLine(Exception problem) {
        return String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
    }

    private String unknownKind(HasMetadata object) {
        List<String> others = discovery.apiVersions(object.getKind()).stream()
                .filter(other -> CustomResourceDefinitions.mayBeVersionsOfOneKind(object.getApiVersion(), other))
                .toList();
        return others.isEmpty()
                ? Messages.ResourceTypes_unknownKind(label(object), object.getKind(), object.getApiVersion())
                : Messages.ResourceTypes_otherVersion(
                        label(object), object.getKind(), object.getApiVersion(), String.join(", ", others));
    }

    private static String label(HasMetadata object) {
        return ObjectRef.of(object, null).label();
    }

    /**
     * Finds the types of objects that another process has applied. Kinds that are no longer served stay unknown.
     *
     * @throws RuntimeException the error of a discovery request
     */
    public void resolveAll(Collection<ObjectRef> refs) {
        refs.stream()
                .map(ref -> new Key(ref.apiVersion(), ref.kind()))
                .distinct()
                .forEach(this::find);
    }

    /**
     * The type of an object, from discovery if the kind is not known yet; empty if the API server does not serve the
     * kind.
     *
     * @throws RuntimeException the error of a discovery request
     */
    public Optional<ResourceType<?>> find(ObjectRef ref) {
        return find(new Key(ref.apiVersion(), ref.kind()));
    }

    /** Like {@link #find}. Waits for a custom resource whose definition may be a moment old. */
    private Optional<ResourceType<?>> findPatiently(Key key) {
        Optional<ResourceType<?>> type = find(key);
        for (int i = 0; i < RETRIES && type.isEmpty() && CustomResourceDefinitions.isCustom(key.apiVersion); i++) {
            VirtualThreads.pause(RETRY_DELAY);
            type = find(key);
        }
        return type;
    }

    private Optional<ResourceType<?>> find(Key key) {
        ResourceType<?> known = ResourceKinds.type(key.apiVersion, key.kind);
        if (known != null) {
            return Optional.of(known);
        }
        ServedKind earlier = found.get(key);
        Optional<ServedKind> served = earlier == null ? discovery.find(key.apiVersion, key.kind) : Optional.of(earlier);
        served.ifPresent(kind -> {
            found.put(key, kind);
            defined.remove(key);
        });
        return served.or(() -> Optional.ofNullable(defined.get(key))).map(ServedKind::type);
    }

    /**
     * The type of an object that was resolved before. Sends no request.
     *
     * @throws IllegalStateException if the kind is unknown
     */
    public ResourceType<? extends HasMetadata> of(ObjectRef ref) {
        ResourceType<?> known = ResourceKinds.type(ref);
        if (known != null) {
            return known;
        }
        return custom(ref).map(ServedKind::type).orElseThrow(() -> new IllegalStateException(ref.label()));
    }

    /** Like {@link #of(ObjectRef)}. */
    public ResourceType<? extends HasMetadata> of(HasMetadata object) {
        return of(ObjectRef.of(object, null));
    }

    /** A resolved kind that is not in {@link ResourceKinds}; empty for other kinds. Sends no request. */
    public Optional<ServedKind> custom(ObjectRef ref) {
        Key key = new Key(ref.apiVersion(), ref.kind());
        return Optional.ofNullable(found.get(key)).or(() -> Optional.ofNullable(defined.get(key)));
    }

    /** Whether the kind is served only after a definition of this rollout is applied. */
    public boolean isDefinedByRollout(ObjectRef ref) {
        return defined.containsKey(new Key(ref.apiVersion(), ref.kind()))
                && !found.containsKey(new Key(ref.apiVersion(), ref.kind()));
    }
}
