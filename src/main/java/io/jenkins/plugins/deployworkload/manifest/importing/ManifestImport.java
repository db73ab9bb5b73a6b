package io.jenkins.plugins.deployworkload.manifest.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import io.jenkins.plugins.deployworkload.workload.binding.YamlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the objects of manifests, or of a cluster, into descriptions: one for each Deployment, StatefulSet, DaemonSet,
 * Job and CronJob. Every other object goes to the first workload to which it has a relation.
 */
public final class ManifestImport {

    /** Versions that the API server no longer serves, with the versions that took their places. */
    private static final Map<String, String> REMOVED_VERSIONS = Map.of(
            "extensions/v1beta1 Deployment", "apps/v1",
            "apps/v1beta1 Deployment", "apps/v1",
            "apps/v1beta2 Deployment", "apps/v1",
            "apps/v1beta1 StatefulSet", "apps/v1",
            "apps/v1beta2 StatefulSet", "apps/v1",
            "extensions/v1beta1 DaemonSet", "apps/v1",
            "apps/v1beta2 DaemonSet", "apps/v1",
            "batch/v1beta1 CronJob", "batch/v1",
            "policy/v1beta1 PodDisruptionBudget", "policy/v1");

    /** The ConfigMap that the API server puts into each namespace. */
    private static final String ROOT_CERTIFICATES = "kube-root-ca.crt";

    private final boolean live;
    private final List<String> notes = new ArrayList<>();
    private final Problems problems = new Problems();

    private ManifestImport(boolean live) {
        this.live = live;
    }

    /**
     * @param objects the objects; the kind {@code List} stands for its items
     * @param live whether the objects are from a cluster. Then, defaults and other fields that the API server and
     *     controllers have set are left out, as are objects without a relation to a workload
     * @return the workloads, in the order of the objects; the first one has the notes about objects that were left out
     * @throws InvalidDescriptionException if there is no workload, or one that no description can have
     */
    public static List<ImportedWorkload> of(List<JsonNode> objects, boolean live) throws InvalidDescriptionException {
        return new ManifestImport(live).run(objects);
    }

    private List<ImportedWorkload> run(List<JsonNode> trees) throws InvalidDescriptionException {
        List<KubernetesObject> objects = new ArrayList<>();
        trees.forEach(tree -> add(tree, objects));
        problems.throwIfAny();
        Map<String, Belongings> workloads = new LinkedHashMap<>();
        List<KubernetesObject> others = new ArrayList<>();
        for (KubernetesObject object : objects) {
            boolean isNew = object.isWorkload()
                    && workloads.putIfAbsent(object.namespace() + "/" + object.name(), new Belongings(object)) == null;
            if (!isNew) {
                others.add(object);
            }
        }
        if (workloads.isEmpty()) {
            throw new InvalidDescriptionException(List.of(new Problem("", Messages.ManifestImport_noWorkload())));
        }
        // Ingresses belong to Services, which must be known before.
        others.stream()
                .filter(object -> !object.kind().equals("Ingress"))
                .forEach(object -> assign(object, List.copyOf(workloads.values())));
        others.stream()
                .filter(object -> object.kind().equals("Ingress"))
                .forEach(object -> assign(object, List.copyOf(workloads.values())));
        List<ImportedWorkload> imported = new ArrayList<>();
        for (Belongings belongings : workloads.values()) {
            describe(belongings, imported);
        }
        problems.throwIfAny();
        return imported;
    }

    private void add(JsonNode tree, List<KubernetesObject> objects) {
        if (tree.path("kind").asText().endsWith("List") && tree.path("items").isArray()) {
            tree.path("items").forEach(item -> add(item, objects));
            return;
        }
        if (!(tree instanceof ObjectNode map)) {
            problems.add("", Messages.ManifestImport_notAnObject());
            return;
        }
        KubernetesObject object = new KubernetesObject(map.deepCopy());
        if (object.apiVersion().isBlank()
                || object.kind().isBlank()
                || object.name().isBlank()) {
            problems.add(
                    object.label().trim(),
                    object.at("/metadata").has("generateName")
                            ? Messages.ManifestImport_generatedName()
                            : Messages.ManifestImport_noIdentity());
            return;
        }
        if (isLeftOut(object)) {
            return;
        }
        String version = REMOVED_VERSIONS.get(object.apiVersion() + " " + object.kind());
        if (version != null) {
            notes.add(Messages.ManifestImport_removedVersion(object.label(), object.apiVersion(), version));
            object.tree().put("apiVersion", version);
        }
        objects.add(object);
    }

    private boolean isLeftOut(KubernetesObject object) {
        if (object.kind().equals("Secret")) {
            notes.add(Messages.ManifestImport_secret(object.label()));
            return true;
        }
        if (object.kind().equals("Namespace")) {
            notes.add(Messages.ManifestImport_namespace(object.label()));
            return true;
        }
        String controller = live ? controller(object) : "";
        if (!controller.isEmpty()) {
            notes.add(
                    object.isWorkload()
                            ? Messages.ManifestImport_ownedWorkload(object.label(), controller)
                            : Messages.ManifestImport_owned(object.label(), controller));
            return !object.isWorkload();
        }
        return live && object.name().equals(ROOT_CERTIFICATES);
    }

    /** The kind and name of the object that controls another object; empty if there is none. */
    private static String controller(KubernetesObject object) {
        return object.at("/metadata/ownerReferences")
                .valueStream()
                .filter(owner -> owner.path("controller").asBoolean())
                .map(owner ->
                        owner.path("kind").asText() + " " + owner.path("name").asText())
                .findFirst()
                .orElse("");
    }

    private void assign(KubernetesObject object, List<Belongings> workloads) {
        Optional<Belongings> related = workloads.stream()
                .filter(workload -> workload.isRelated(object))
                .findFirst();
        if (related.isEmpty() && live) {
            return;
        }
        if (related.isEmpty() && workloads.size() > 1) {
            notes.add(Messages.ManifestImport_unrelated(
                    object.label(), workloads.getFirst().workload().label()));
        }
        Belongings owner = related.orElse(workloads.getFirst());
        String namespace = owner.workload().namespace();
        if (!object.namespace().isEmpty() && !object.namespace().equals(namespace)) {
            notes.add(Messages.ManifestImport_otherNamespace(object.label(), object.namespace()));
            return;
        }
        owner.add(object);
    }

    private void describe(Belongings belongings, List<ImportedWorkload> imported) {
        List<String> own = new ArrayList<>(imported.isEmpty() ? notes : List.of());
        KubernetesObject workload = belongings.workload();
        if (!workload.at("/spec/selector/matchExpressions").isEmpty() && !workload.isJob()) {
            problems.add(
                    workload.label() + ": spec.selector.matchExpressions",
                    Messages.ManifestImport_matchExpressions() + Messages.ManifestImport_useManifests());
            return;
        }
        FieldOwners owners = new FieldOwners(workload, own);
        owners.removeReplicas(belongings.isScaled());
        if (live) {
            owners.removeInjected();
        }
        clean(workload);
        belongings.sections().forEach(this::clean);
        belongings.others().forEach(this::clean);
        if (!workload.namespace().isEmpty()) {
            own.add(Messages.ManifestImport_namespaceOfDeploy(workload.label(), workload.namespace()));
        }
        removeNamespaces(belongings);
        try {
            ObjectNode description = DraftRepair.repair(belongings);
            new ExactRendering(description, belongings, live, own).complete();
            if (YamlWriter.write(description).length() > YamlReader.MAX_CHARACTERS) {
                own.add(Messages.ManifestImport_tooLarge(
                        workload.label(), Integer.toString(YamlReader.MAX_CHARACTERS)));
            }
            imported.add(new ImportedWorkload(description, own));
        } catch (InvalidDescriptionException e) {
            e.problems()
                    .forEach(problem -> problems.add(
                            workload.label() + (problem.path().isEmpty() ? "" : ": " + problem.path()),
                            problem.message() + Messages.ManifestImport_useManifests()));
        }
    }

    private void clean(KubernetesObject object) {
        ServerManagedFields.remove(object.tree());
        if (live) {
            if (object.isType("v1 Service")) {
                ServerManagedFields.removeAllocations(object.tree());
            }
            ApiDefaults.remove(object.tree());
        }
    }

    private static void removeNamespaces(Belongings belongings) {
        List<KubernetesObject> all = new ArrayList<>(belongings.sections());
        all.add(belongings.workload());
        all.addAll(belongings.others());
        all.forEach(object -> ((ObjectNode) object.at("/metadata")).remove("namespace"));
    }
}
