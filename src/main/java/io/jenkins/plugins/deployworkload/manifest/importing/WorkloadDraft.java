package io.jenkins.plugins.deployworkload.manifest.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.autoscaling.Autoscaling;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.controller.CronJob;
import io.jenkins.plugins.deployworkload.workload.controller.DaemonSet;
import io.jenkins.plugins.deployworkload.workload.controller.Deployment;
import io.jenkins.plugins.deployworkload.workload.controller.Job;
import io.jenkins.plugins.deployworkload.workload.controller.StatefulSet;
import io.jenkins.plugins.deployworkload.workload.disruption.PodDisruptionBudget;
import io.jenkins.plugins.deployworkload.workload.service.Service;
import java.util.List;
import java.util.Map;

/** The typed part of a description, as a tree that can still be invalid. */
final class WorkloadDraft {

    /** The fields that people look for first; the others follow. */
    private static final List<String> FIRST = List.of(
            "name",
            "labels",
            "annotations",
            "controller",
            "matchLabels",
            "podLabels",
            "podAnnotations",
            "initContainers",
            "containers",
            "volumes");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Belongings belongings;
    private final KubernetesObject object;

    private WorkloadDraft(Belongings belongings) {
        this.belongings = belongings;
        this.object = belongings.workload();
    }

    static ObjectNode of(Belongings belongings) {
        return new WorkloadDraft(belongings).build();
    }

    private ObjectNode build() {
        ObjectNode draft = TreeProjection.section(Workload.class, pod());
        draft.put("name", object.name());
        draft.set("controller", NODES.objectNode().set(controllerName(), controller()));
        Map<String, String> labels = commonLabels();
        put(draft, "labels", labels);
        Map<String, String> annotations = commonAnnotations();
        put(draft, "annotations", annotations);
        put(
                draft,
                "podAnnotations",
                KubernetesObject.texts(object.at(object.templatePointer() + "/metadata/annotations")));
        put(draft, "podLabels", without(object.podLabels(), hasOwnSelector() ? object.selector() : labels));
        if (hasOwnSelector()) {
            put(draft, "matchLabels", object.selector());
        }
        ArrayNode services = NODES.arrayNode();
        belongings.services().forEach(service -> services.add(service(service, labels, annotations)));
        if (!services.isEmpty()) {
            draft.set("services", services);
        }
        if (belongings.budget() != null) {
            ObjectNode budget = TreeProjection.section(
                    PodDisruptionBudget.class, belongings.budget().at("/spec"));
            draft.set("podDisruptionBudget", named(budget, belongings.budget()));
        }
        return sorted(draft);
    }

    private JsonNode pod() {
        ObjectNode pod = object.podSpec() instanceof ObjectNode spec ? spec.deepCopy() : NODES.objectNode();
        if (pod.path("imagePullSecrets").isArray()) {
            ArrayNode names = NODES.arrayNode();
            pod.path("imagePullSecrets").forEach(secret -> names.add(secret.path("name")));
            pod.set("imagePullSecrets", names);
        }
        return pod;
    }

    private String controllerName() {
        String kind = object.kind();
        return Character.toLowerCase(kind.charAt(0)) + kind.substring(1);
    }

    private ObjectNode controller() {
        ObjectNode spec = object.at("/spec") instanceof ObjectNode map ? map.deepCopy() : NODES.objectNode();
        if (object.kind().equals("CronJob")) {
            if (spec.at("/jobTemplate/spec") instanceof ObjectNode job) {
                ObjectNode fields = job.deepCopy();
                fields.remove(List.of("suspend", "template"));
                spec.setAll(fields);
            }
        }
        if (object.isJob()) {
            spec.set("restartPolicy", object.podSpec().path("restartPolicy"));
        }
        ObjectNode controller = TreeProjection.section(controllerClass(), spec);
        if (belongings.autoscaler() != null) {
            ObjectNode autoscaling = TreeProjection.section(
                    Autoscaling.class, belongings.autoscaler().tree());
            controller.set("autoscaling", named(autoscaling, belongings.autoscaler()));
        }
        return controller;
    }

    private Class<? extends Section> controllerClass() {
        return switch (object.kind()) {
            case "Deployment" -> Deployment.class;
            case "StatefulSet" -> StatefulSet.class;
            case "DaemonSet" -> DaemonSet.class;
            case "Job" -> Job.class;
            default -> CronJob.class;
        };
    }

    private ObjectNode service(KubernetesObject service, Map<String, String> labels, Map<String, String> annotations) {
        ObjectNode section = named(TreeProjection.section(Service.class, service.tree()), service);
        section.remove(List.of("labels", "annotations"));
        put(section, "labels", without(KubernetesObject.texts(service.at("/metadata/labels")), labels));
        put(section, "annotations", without(KubernetesObject.texts(service.at("/metadata/annotations")), annotations));
        if (object.kind().equals("StatefulSet") && !section.has("type") && !section.has("clusterIP")) {
            // Without a type, the Service of a StatefulSet is headless in a description.
            section.put("type", "ClusterIP");
        }
        return section;
    }

    /** A section without a name describes an object with the name of the workload. */
    private ObjectNode named(ObjectNode section, KubernetesObject described) {
        section.remove("name");
        if (!described.name().equals(object.name())) {
            section.put("name", described.name());
        }
        return section;
    }

    /** Whether the workload does not select its pods by the label of this plugin. */
    private boolean hasOwnSelector() {
        return !object.isJob() && !object.selector().equals(Map.of(RolloutRequest.NAME_LABEL, object.name()));
    }

    /** The labels of a description are those of all its objects, and of the pods unless it has a selector. */
    private Map<String, String> commonLabels() {
        Map<String, String> labels = KubernetesObject.texts(object.at("/metadata/labels"));
        if (!hasOwnSelector()) {
            labels.entrySet().retainAll(object.podLabels().entrySet());
        }
        belongings
                .sections()
                .forEach(section -> labels.entrySet()
                        .retainAll(KubernetesObject.texts(section.at("/metadata/labels"))
                                .entrySet()));
        return labels;
    }

    /** The annotations of a description are those of all its objects. */
    private Map<String, String> commonAnnotations() {
        Map<String, String> annotations = KubernetesObject.texts(object.at("/metadata/annotations"));
        belongings
                .sections()
                .forEach(section -> annotations
                        .entrySet()
                        .retainAll(KubernetesObject.texts(section.at("/metadata/annotations"))
                                .entrySet()));
        return annotations;
    }

    private static Map<String, String> without(Map<String, String> entries, Map<String, String> others) {
        entries.entrySet().removeAll(others.entrySet());
        return entries;
    }

    private static void put(ObjectNode map, String field, Map<String, String> entries) {
        if (!entries.isEmpty()) {
            ObjectNode value = map.putObject(field);
            entries.forEach(value::put);
        }
    }

    private static ObjectNode sorted(ObjectNode draft) {
        ObjectNode sorted = NODES.objectNode();
        FIRST.stream().filter(draft::has).forEach(name -> sorted.set(name, draft.get(name)));
        draft.properties().forEach(entry -> sorted.putIfAbsent(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
