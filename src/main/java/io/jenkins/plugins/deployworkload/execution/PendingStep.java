package io.jenkins.plugins.deployworkload.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import io.jenkins.plugins.deployworkload.execution.revision.RevisionRequest;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestApplication;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import io.jenkins.plugins.deployworkload.workload.patch.Patch;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state that a step needs until all its rollouts have applied their objects. The state contains the values of the workload's
 * environment variables, which may be secret, so it must be stored encrypted.
 *
 * @param plan the plan; null until workload files and build outputs have been read. After a restart, the step uses this
 *     plan, because files and build outputs may have changed
 */
record PendingStep(DeployRequest request, DeploymentPlan plan) {

    private static final int VERSION = 2;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    String toJson() {
        ObjectNode json = MAPPER.createObjectNode().put("version", VERSION);
        json.set("request", toTree(request));
        if (plan != null) {
            json.put("namespace", plan.namespace());
            addAll(json.putArray("workloads"), plan.workloads());
            if (plan.secretHashes().values().stream().anyMatch(hashes -> !hashes.isEmpty())) {
                json.set("secretHashes", MAPPER.valueToTree(plan.secretHashes()));
            }
            if (plan.manifests() != null) {
                json.set("manifests", plan.manifests().toJson());
            }
        }
        return json.toString();
    }

    private static ObjectNode toTree(DeployRequest request) {
        ObjectNode tree = MAPPER.createObjectNode()
                .put("cluster", request.cluster())
                .put("credentialsId", request.credentialsId())
                .put("namespace", request.namespace())
                .put("file", request.file())
                .put("timeout", request.timeout().toString())
                .put(
                        "buildResult",
                        request.buildResult() == null
                                ? null
                                : request.buildResult().name());
        tree.set("options", MAPPER.valueToTree(request.options()));
        if (request.removeOnDelete()) {
            tree.put("removeOnDelete", true);
        }
        if (request.skipPublishingChecks()) {
            tree.put("skipPublishingChecks", true);
        }
        if (request.workload() != null) {
            tree.set("workload", TreeWriter.toTree(request.workload()));
        }
        if (request.manifests() != null) {
            ObjectNode manifests = tree.putObject("manifests")
                    .put("name", request.manifests().name())
                    .put("files", request.manifests().files());
            addAll(manifests.putArray("patches"), request.manifests().patches());
        }
        if (request.revision() != null) {
            request.revision().addTo(tree);
        }
        addAllTexts(tree, "allowedNames", request.allowedNames());
        addAllTexts(tree, "allowedImages", request.allowedImages());
        if (!request.variables().values().isEmpty()) {
            tree.set("variables", MAPPER.valueToTree(request.variables().values()));
        }
        addAllTexts(tree, "buildParameters", request.variables().buildParameters());
        addAllTexts(tree, "fileCredentials", request.fileCredentials());
        addAll(tree.putArray("images"), request.images());
        return tree;
    }

    private static void addAllTexts(ObjectNode tree, String field, List<String> texts) {
        if (!texts.isEmpty()) {
            texts.forEach(tree.putArray(field)::add);
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static void addAll(ArrayNode array, List<? extends Section> sections) {
        sections.forEach(section -> array.add(TreeWriter.toTree(section)));
    }

    /** @throws AbortException if an incompatible version of this plugin wrote the JSON; the message is for users */
    static PendingStep fromJson(String json) throws AbortException {
        try {
            JsonNode tree = MAPPER.readTree(json);
            if (tree.path("version").asInt() != VERSION) {
                throw new AbortException(Messages.StepState_unreadable());
            }
            DeployRequest request = request(tree.path("request"));
            return new PendingStep(request, tree.has("workloads") ? plan(request, tree) : null);
        } catch (JsonProcessingException
                | InvalidDescriptionException
                | DateTimeException
                | IllegalArgumentException e) {
            AbortException unreadable = new AbortException(Messages.StepState_unreadable());
            unreadable.initCause(e);
            throw unreadable;
        }
    }

    private static DeploymentPlan plan(DeployRequest request, JsonNode tree)
            throws JsonProcessingException, InvalidDescriptionException {
        String namespace = tree.path("namespace").asText();
        if (request.revision() != null) {
            return DeploymentPlan.ofRevision(request, namespace);
        }
        return tree.has("manifests")
                ? DeploymentPlan.of(request, namespace, ManifestApplication.fromJson(tree.path("manifests")))
                : DeploymentPlan.of(request, namespace, bindAll(tree.path("workloads"), Workload.class))
                        .withSecretHashes(secretHashes(tree.path("secretHashes")));
    }

    private static ManifestRequest manifests(JsonNode tree) throws InvalidDescriptionException {
        return tree.isMissingNode()
                ? null
                : new ManifestRequest(
                        tree.path("name").textValue(),
                        tree.path("files").textValue(),
                        bindAll(tree.path("patches"), Patch.class));
    }

    private static DeployRequest request(JsonNode tree) throws JsonProcessingException, InvalidDescriptionException {
        String buildResult = tree.path("buildResult").textValue();
        return new DeployRequest(
                tree.path("cluster").textValue(),
                tree.path("credentialsId").textValue(),
                tree.path("namespace").textValue(),
                tree.has("workload") ? Binder.bind(tree.path("workload"), Workload.class) : null,
                tree.path("file").textValue(),
                texts(tree.path("allowedNames")),
                texts(tree.path("allowedImages")),
                variables(tree),
                texts(tree.path("fileCredentials")),
                bindAll(tree.path("images"), ImageOverride.class),
                Duration.parse(tree.path("timeout").asText()),
                MAPPER.treeToValue(tree.path("options"), RolloutOptions.class),
                buildResult == null ? null : BuildResult.valueOf(buildResult),
                tree.path("removeOnDelete").asBoolean(),
                tree.path("skipPublishingChecks").asBoolean(),
                manifests(tree.path("manifests")),
                RevisionRequest.from(tree));
    }

    private static FileVariables variables(JsonNode tree) {
        return new FileVariables(textMap(tree.path("variables")), texts(tree.path("buildParameters")));
    }

    private static Map<String, Map<String, String>> secretHashes(JsonNode map) {
        Map<String, Map<String, String>> hashes = new LinkedHashMap<>();
        map.properties().forEach(entry -> hashes.put(entry.getKey(), textMap(entry.getValue())));
        return hashes;
    }

    private static Map<String, String> textMap(JsonNode map) {
        Map<String, String> values = new LinkedHashMap<>();
        map.properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
        return values;
    }

    private static <T extends Section> List<T> bindAll(JsonNode array, Class<T> type)
            throws InvalidDescriptionException {
        List<T> sections = new ArrayList<>();
        for (JsonNode element : array) {
            sections.add(Binder.bind(element, type));
        }
        return sections;
    }
}
