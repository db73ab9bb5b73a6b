package io.jenkins.plugins.deployworkload.rollout.role;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.Pluralize;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.discovery.ServedKind;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The resource types of objects, without a cluster. The kinds of Kubernetes are known, and so are kinds whose definition
 * is among the objects. For other kinds, the name of the resource is guessed from the kind.
 */
final class KindGuess {

    private static final Set<String> GRANTING = Set.of("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");

    /** Kinds without a namespace that stand beside Roles in many manifests. */
    private static final List<ServedKind> CLUSTER_ROLES = Stream.of("ClusterRole", "ClusterRoleBinding")
            .map(kind -> ResourceType.generic(
                    "rbac.authorization.k8s.io/v1", kind, kind.toLowerCase(Locale.ROOT) + "s", false))
            .map(type -> new ServedKind(type, false))
            .toList();

    private final List<HasMetadata> objects;
    private final List<ServedKind> defined;

    KindGuess(List<HasMetadata> objects) {
        this.objects = objects;
        this.defined = Stream.concat(
                        CLUSTER_ROLES.stream(),
                        objects.stream()
                                .filter(CustomResourceDefinitions::isDefinition)
                                .<JsonNode>map(Json.MAPPER::valueToTree)
                                .flatMap(definition -> CustomResourceDefinitions.kinds(definition).stream()))
                .toList();
    }

    ResourceType<?> type(HasMetadata object) {
        ResourceType<?> known = ResourceKinds.type(object.getApiVersion(), object.getKind());
        if (known != null) {
            return known;
        }
        if (!(object instanceof GenericKubernetesResource)) {
            return ResourceType.of(object.getClass());
        }
        return definition(object).map(ServedKind::type).orElseGet(() -> guess(object));
    }

    /** The kind of a custom resource, as a rollout gets it from discovery; empty for kinds of Kubernetes. */
    Optional<ServedKind> custom(HasMetadata object) {
        return object instanceof GenericKubernetesResource && type(object).type() == GenericKubernetesResource.class
                ? definition(object).or(() -> Optional.of(new ServedKind(guess(object), true)))
                : Optional.empty();
    }

    private Optional<ServedKind> definition(HasMetadata object) {
        return defined.stream()
                .filter(kind -> kind.type().apiVersion().equals(object.getApiVersion())
                        && kind.type().kind().equals(object.getKind()))
                .findFirst();
    }

    private static ResourceType<GenericKubernetesResource> guess(HasMetadata object) {
        String plural = Pluralize.toPlural(object.getKind().toLowerCase(Locale.ROOT));
        return ResourceType.generic(object.getApiVersion(), object.getKind(), plural, true);
    }

    List<String> notes() {
        Set<String> guessed = new TreeSet<>();
        Set<String> granting = new TreeSet<>();
        for (HasMetadata object : objects) {
            if (object instanceof GenericKubernetesResource
                    && ResourceKinds.type(object.getApiVersion(), object.getKind()) == null
                    && definition(object).isEmpty()) {
                guessed.add(object.getKind() + " (" + guess(object).plural() + ")");
            }
            if (GRANTING.contains(object.getKind())) {
                granting.add(object.getKind());
            }
        }
        List<String> notes = new ArrayList<>();
        if (!guessed.isEmpty()) {
            notes.add(Messages.KindGuess_guessed(String.join(", ", guessed)));
        }
        if (!granting.isEmpty()) {
            notes.add(Messages.KindGuess_granting(String.join(", ", granting)));
        }
        return List.copyOf(notes);
    }
}
