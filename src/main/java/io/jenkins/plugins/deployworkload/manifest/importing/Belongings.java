package io.jenkins.plugins.deployworkload.manifest.importing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The objects that belong to a workload: those that a description has sections for, and those beside it. */
final class Belongings {

    private final KubernetesObject workload;

    /** Services that select exactly the pods of the workload. */
    private final List<KubernetesObject> services = new ArrayList<>();

    private KubernetesObject autoscaler;
    private KubernetesObject budget;

    /** The objects without a section, in their order. */
    private final List<KubernetesObject> others = new ArrayList<>();

    Belongings(KubernetesObject workload) {
        this.workload = workload;
    }

    KubernetesObject workload() {
        return workload;
    }

    List<KubernetesObject> services() {
        return services;
    }

    /** Null if there is none. */
    KubernetesObject autoscaler() {
        return autoscaler;
    }

    /** Null if there is none. */
    KubernetesObject budget() {
        return budget;
    }

    List<KubernetesObject> others() {
        return others;
    }

    /** The objects with a section, except for the workload itself. */
    List<KubernetesObject> sections() {
        List<KubernetesObject> sections = new ArrayList<>(services);
        if (autoscaler != null) {
            sections.add(autoscaler);
        }
        if (budget != null) {
            sections.add(budget);
        }
        return sections;
    }

    boolean isScaled() {
        return autoscaler != null || others.stream().anyMatch(this::scales);
    }

    /** Makes an object with a section one without, because the section cannot describe it. */
    void moveToOthers(KubernetesObject object) {
        services.remove(object);
        autoscaler = object == autoscaler ? null : autoscaler;
        budget = object == budget ? null : budget;
        others.addFirst(object);
    }

    void add(KubernetesObject object) {
        boolean typed = !workload.isJob() && hasSimpleSelector();
        if (typed && object.isType("v1 Service") && selectsExactly(object.at("/spec/selector"))) {
            services.add(object);
        } else if (typed && budget == null && object.isType("policy/v1 PodDisruptionBudget") && isBudget(object)) {
            budget = object;
        } else if (autoscaler == null && object.isType("autoscaling/v2 HorizontalPodAutoscaler") && canScale(object)) {
            autoscaler = object;
        } else {
            others.add(object);
        }
    }

    private boolean hasSimpleSelector() {
        return workload.at("/spec/selector/matchExpressions").isEmpty();
    }

    private boolean selectsExactly(JsonNode selector) {
        return !selector.isEmpty() && KubernetesObject.texts(selector).equals(workload.selector());
    }

    private boolean isBudget(KubernetesObject object) {
        JsonNode selector = object.at("/spec/selector");
        return selector.path("matchExpressions").isEmpty() && selectsExactly(selector.path("matchLabels"));
    }

    private boolean canScale(KubernetesObject object) {
        return (workload.kind().equals("Deployment") || workload.kind().equals("StatefulSet")) && scales(object);
    }

    /** Whether the object has a relation to the workload. */
    boolean isRelated(KubernetesObject object) {
        return switch (object.kind()) {
            case "Service" -> selects(object.at("/spec/selector")) || isGoverningService(object);
            case "PodDisruptionBudget" -> selects(object.at("/spec/selector/matchLabels"));
            case "NetworkPolicy" -> selects(object.at("/spec/podSelector/matchLabels"));
            case "HorizontalPodAutoscaler" -> scales(object);
            case "ConfigMap", "Secret", "PersistentVolumeClaim", "ServiceAccount" -> mentions(object);
            case "Ingress" -> routesTo(object.at("/spec"));
            case "RoleBinding", "ClusterRoleBinding" -> binds(object.at("/subjects"));
            default -> false;
        };
    }

    private boolean scales(KubernetesObject object) {
        JsonNode target = object.at("/spec/scaleTargetRef");
        return object.kind().equals("HorizontalPodAutoscaler")
                && target.path("kind").asText().equals(workload.kind())
                && target.path("name").asText().equals(workload.name());
    }

    private boolean selects(JsonNode selector) {
        Map<String, String> labels = workload.podLabels();
        return !selector.isEmpty()
                && labels.entrySet()
                        .containsAll(KubernetesObject.texts(selector).entrySet());
    }

    private boolean isGoverningService(KubernetesObject service) {
        return workload.kind().equals("StatefulSet")
                && workload.at("/spec/serviceName").asText().equals(service.name());
    }

    private boolean binds(JsonNode subjects) {
        for (JsonNode subject : subjects) {
            if (subject.path("kind").asText().equals("ServiceAccount")
                    && subject.path("name")
                            .asText()
                            .equals(workload.podSpec()
                                    .path("serviceAccountName")
                                    .asText())) {
                return true;
            }
        }
        return false;
    }

    private boolean routesTo(JsonNode ingress) {
        List<String> names = new ArrayList<>();
        services.forEach(service -> names.add(service.name()));
        others.stream().filter(other -> other.kind().equals("Service")).forEach(service -> names.add(service.name()));
        return ingress.findValues("service").stream()
                .anyMatch(service -> names.contains(service.path("name").asText()));
    }

    /** Whether the pods refer to an object by its kind and name. */
    private boolean mentions(KubernetesObject object) {
        List<String> fields =
                switch (object.kind()) {
                    case "ConfigMap" -> List.of("configMapRef", "configMapKeyRef", "configMap");
                    case "Secret" ->
                        List.of("secretRef", "secretKeyRef", "secret", "imagePullSecrets", "nodePublishSecretRef");
                    case "PersistentVolumeClaim" -> List.of("persistentVolumeClaim");
                    default -> List.of();
                };
        if (object.kind().equals("ServiceAccount")) {
            return workload.podSpec().path("serviceAccountName").asText().equals(object.name());
        }
        return fields.stream()
                .flatMap(field -> workload.podSpec().findValues(field).stream())
                .anyMatch(reference -> names(reference, object.name()));
    }

    private static boolean names(JsonNode reference, String name) {
        if (reference.isArray()) {
            for (JsonNode element : reference) {
                if (names(element, name)) {
                    return true;
                }
            }
        }
        return List.of("name", "secretName", "claimName").stream()
                .anyMatch(field -> reference.path(field).asText().equals(name));
    }
}
