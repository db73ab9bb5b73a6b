package io.jenkins.plugins.deployworkload.manifest.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.manifest.objects.InvalidObjectsException;
import io.jenkins.plugins.deployworkload.manifest.patch.PatchCreator;
import io.jenkins.plugins.deployworkload.manifest.patch.PatchException;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Adds further objects and patches to a description, so that its rendered objects equal the original ones. */
final class ExactRendering {

    /** Any namespace: descriptions do not depend on it. */
    private static final String NAMESPACE = "default";

    /** Labels that rendering adds to objects that do not have them. */
    private static final List<String> ADDED_LABELS =
            List.of("app.kubernetes.io/name", "app.kubernetes.io/managed-by", RolloutRequest.NAME_LABEL);

    private final ObjectNode description;
    private final Belongings belongings;
    private final boolean live;
    private final List<String> notes;

    ExactRendering(ObjectNode description, Belongings belongings, boolean live, List<String> notes) {
        this.description = description;
        this.belongings = belongings;
        this.live = live;
        this.notes = notes;
    }

    /** @throws InvalidDescriptionException if no description renders the original objects */
    void complete() throws InvalidDescriptionException {
        if (!belongings.others().isEmpty()) {
            ArrayNode objects = description.putArray("objects");
            belongings.others().forEach(other -> objects.add(other.tree()));
        }
        List<KubernetesObject> originals = new ArrayList<>(List.of(belongings.workload()));
        originals.addAll(belongings.sections());
        List<HasMetadata> rendered = render();
        ArrayNode patches = description.arrayNode();
        for (KubernetesObject original : originals) {
            ObjectNode before = find(rendered, original);
            patch(original, before).ifPresent(content -> patches.add(entry(original, rendered, content)));
        }
        noteImpliedService(rendered);
        if (!patches.isEmpty()) {
            description.set("patches", patches);
        }
        List<HasMetadata> complete = render();
        for (KubernetesObject original : originals) {
            ObjectNode after = find(complete, original);
            if (!PatchCreator.same(withoutDefaults(after), target(original, after))) {
                notes.add(Messages.ExactRendering_notExact(original.label()));
            }
        }
    }

    private List<HasMetadata> render() throws InvalidDescriptionException {
        Workload workload = Binder.bind(description, Workload.class);
        try {
            return WorkloadRenderer.render(workload, NAMESPACE);
        } catch (InvalidObjectsException e) {
            throw new InvalidDescriptionException(List.of(new Problem("", e.getMessage())));
        }
    }

    private Optional<JsonNode> patch(KubernetesObject original, ObjectNode before) throws InvalidDescriptionException {
        try {
            return PatchCreator.create(withoutDefaults(before), target(original, before));
        } catch (PatchException e) {
            String path = original == belongings.workload() ? e.path() : original.label() + ": " + e.path();
            throw new InvalidDescriptionException(List.of(new Problem(path, e.getMessage())));
        }
    }

    private ObjectNode entry(KubernetesObject original, List<HasMetadata> rendered, JsonNode content) {
        ObjectNode patch = description.objectNode();
        ObjectNode target = patch.putObject("target").put("kind", original.kind());
        if (rendered.stream()
                        .filter(object -> object.getKind().equals(original.kind()))
                        .count()
                > 1) {
            target.put("name", original.name());
        }
        patch.set(content.isArray() ? "json6902" : "merge", content);
        return patch;
    }

    private static ObjectNode find(List<HasMetadata> rendered, KubernetesObject original) {
        return rendered.stream()
                .filter(object -> object.getKind().equals(original.kind())
                        && object.getMetadata().getName().equals(original.name()))
                .findFirst()
                .map(object -> (ObjectNode) Json.MAPPER.valueToTree(object))
                .orElseThrow();
    }

    private static ObjectNode withoutDefaults(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        ApiDefaults.remove(copy);
        return copy;
    }

    /** The object that the description must render: the original one, with the labels and the namespace that each deploy adds. */
    private ObjectNode target(KubernetesObject original, ObjectNode rendered) throws InvalidDescriptionException {
        ObjectNode target = original.normalized()
                .orElseThrow(() -> new InvalidDescriptionException(
                        List.of(new Problem(original.label(), Messages.ExactRendering_wrongType()))));
        ((ObjectNode) target.path("metadata")).put("namespace", NAMESPACE);
        addLabels(target, rendered, "/metadata", ADDED_LABELS);
        String template = original.templatePointer() + "/metadata";
        if (original.kind().equals("CronJob") || original.kind().equals("Job") && !live) {
            // A changed template of a CronJob affects later Jobs only.
            addLabels(target, rendered, "/spec/jobTemplate/metadata", ADDED_LABELS);
            addLabels(target, rendered, template, ADDED_LABELS);
        } else if (original.selector().containsKey(RolloutRequest.NAME_LABEL)) {
            addLabels(target, rendered, template, List.of(RolloutRequest.NAME_LABEL));
        }
        if (original.isWorkload()
                && target.at("/spec/selector").isMissingNode()
                && rendered.at("/spec").has("selector")) {
            ((ObjectNode) target.path("spec")).set("selector", rendered.at("/spec/selector"));
        }
        ApiDefaults.remove(target);
        return target;
    }

    private static void addLabels(ObjectNode target, ObjectNode rendered, String metadata, List<String> keys) {
        JsonNode labels = rendered.at(metadata + "/labels");
        for (String key : keys) {
            if (labels.has(key)) {
                ObjectNode present = target.withObject(metadata + "/labels");
                present.putIfAbsent(key, labels.get(key));
            }
        }
    }

    /** A StatefulSet has a governing Service, which rendering adds if the manifest does not have it. */
    private void noteImpliedService(List<HasMetadata> rendered) {
        Set<String> known = Stream.concat(belongings.sections().stream(), belongings.others().stream())
                .filter(object -> object.kind().equals("Service"))
                .map(KubernetesObject::name)
                .collect(Collectors.toSet());
        rendered.stream()
                .filter(object -> object.getKind().equals("Service"))
                .map(object -> object.getMetadata().getName())
                .filter(name -> !known.contains(name))
                .forEach(name -> notes.add(Messages.ExactRendering_impliedService(
                        belongings.workload().label(), name)));
    }
}
