package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.connection.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known about kinds: which are waited for and how, which are done once accepted, and in which order they go. */
final class Kinds {

    /**
     * A kind that is waited for.
     *
     * @param type where its objects are found
     * @param judge when they are done
     */
    record Watched<T extends HasMetadata>(ResourceType<T> type, Judge<T> judge) {}

    private static final Map<String, Watched<?>> WATCHED =
            Map.of("apps/v1 Deployment", new Watched<>(ResourceType.of(Deployment.class), new DeploymentJudge()));

    /** Done when the API server has accepted them: it checks them, and no controller reports back. */
    private static final Set<String> ACCEPTED = Set.of(
            "v1 ConfigMap",
            "v1 Secret",
            "v1 Service",
            "v1 ServiceAccount",
            "v1 PersistentVolumeClaim",
            "autoscaling/v2 HorizontalPodAutoscaler",
            "policy/v1 PodDisruptionBudget",
            "networking.k8s.io/v1 Ingress",
            "networking.k8s.io/v1 NetworkPolicy",
            "rbac.authorization.k8s.io/v1 Role",
            "rbac.authorization.k8s.io/v1 RoleBinding");

    /** What points to workloads, and is of no use before them. */
    private static final Set<String> AFTER = Set.of("HorizontalPodAutoscaler", "PodDisruptionBudget", "Ingress");

    private Kinds() {}

    private static String key(HasMetadata object) {
        return object.getApiVersion() + " " + object.getKind();
    }

    static boolean known(HasMetadata object) {
        // Only classes of the model know their address.
        return !(object instanceof GenericKubernetesResource)
                && (WATCHED.containsKey(key(object)) || ACCEPTED.contains(key(object)));
    }

    /** {@code null} for kinds that are not waited for. */
    static Watched<?> watched(HasMetadata object) {
        return WATCHED.get(key(object));
    }

    /** {@code null} for kinds that are not waited for. */
    static Watched<?> watched(ObjectRef ref) {
        return WATCHED.get(ref.apiVersion() + " " + ref.kind());
    }

    /**
     * The objects in groups that go one after the other, while within a group there is no order: first what pods need when
     * they start (a StatefulSet wants its Service before it), then what makes pods, then what points to that.
     */
    static List<List<HasMetadata>> stages(List<HasMetadata> objects) {
        return List.of(stage(objects, 0), stage(objects, 1), stage(objects, 2)).stream()
                .filter(stage -> !stage.isEmpty())
                .toList();
    }

    private static List<HasMetadata> stage(List<HasMetadata> objects, int number) {
        return objects.stream().filter(object -> rank(object) == number).toList();
    }

    private static int rank(HasMetadata object) {
        if (watched(object) != null) {
            return 1;
        }
        return AFTER.contains(object.getKind()) ? 2 : 0;
    }
}
