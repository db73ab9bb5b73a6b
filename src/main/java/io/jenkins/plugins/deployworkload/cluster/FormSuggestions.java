package io.jenkins.plugins.deployworkload.cluster;

import hudson.model.Item;
import io.jenkins.plugins.deployworkload.cluster.suggestions.SuggestionRequest;
import io.jenkins.plugins.deployworkload.cluster.suggestions.SuggestionService;
import io.jenkins.plugins.deployworkload.cluster.suggestions.Suggestions;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.form.FormAccess;
import java.util.Arrays;
import java.util.Optional;
import net.sf.json.JSONObject;

/**
 * Suggests values from a cluster for the fields of a form. Users who may not configure the job get no suggestions. A
 * cluster that the job may not use is treated as if it did not exist.
 */
public final class FormSuggestions {

    private FormSuggestions() {}

    /**
     * @param namespace the namespace in the form; blank for the default namespace of the cluster
     * @param credentialsId the credential of the job; {@code null} or blank for the credential of the cluster
     * @param kind the name of a {@link SuggestionKind}
     * @param dependencyKind the kind of another field on which the suggestions depend, see {@link SuggestionRequest}
     * @param dependencyName the value of the other field
     */
    public static Suggestions of(
            SuggestionService suggestions,
            Item item,
            String cluster,
            String namespace,
            String credentialsId,
            String kind,
            String dependencyKind,
            String dependencyName) {
        if (!FormAccess.mayConnect(item)) {
            return Suggestions.NONE;
        }
        Optional<SuggestionKind> suggestionKind = suggestionKind(kind);
        return ClusterConfiguration.get()
                .findCluster(cluster)
                .filter(found -> suggestionKind.isPresent()
                        && !suggestionKind.get().isFromRegistry()
                        && found.allowsJob(item.getFullName()))
                .map(found -> ask(
                        suggestions,
                        found,
                        item,
                        credentialsId,
                        new SuggestionRequest(
                                suggestionKind.get(),
                                namespace == null || namespace.isBlank() ? found.getNamespace() : namespace,
                                suggestionKind(dependencyKind).orElse(null),
                                dependencyName)))
                .orElse(Suggestions.NONE);
    }

    public static JSONObject toJson(Suggestions suggestions) {
        JSONObject json = new JSONObject();
        json.put("values", suggestions.values());
        json.put("note", suggestions.note());
        json.put("unsupported", suggestions.unsupported());
        return json;
    }

    private static Suggestions ask(
            SuggestionService suggestions,
            Cluster cluster,
            Item item,
            String credentialsId,
            SuggestionRequest request) {
        if (request.isNamespaced()
                && request.hasValidNames()
                && !cluster.allowsNamespace(item.getFullName(), request.namespace())) {
            // Check the namespace, because the account may have permissions for namespaces that the job may not use.
            return Suggestions.note(Messages.FormSuggestions_NamespaceNotAllowed(request.namespace()));
        }
        // The key contains only the ID of the credential, because resolving the credential itself can take seconds.
        String connectionKey = String.join(
                "\n", TreeWriter.toTree(cluster).toString(), item.getFullName(), String.valueOf(credentialsId));
        return suggestions.suggest(
                connectionKey,
                () -> ClusterAccess.connectionConfig(cluster, item, credentialsId),
                request,
                cluster.allowsListingSecrets());
    }

    private static Optional<SuggestionKind> suggestionKind(String name) {
        return Arrays.stream(SuggestionKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst();
    }
}
