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
 * What a form offers from a cluster. Whoever may not configure the job, or what makes it, is told nothing, and a cluster that the job may not
 * use is as one that does not exist.
 */
public final class FormSuggestions {

    private FormSuggestions() {}

    /**
     * @param namespace     as filled in; the cluster's own where that is blank
     * @param credentialsId that of the job, in the place of the cluster's own; null or blank for the cluster's
     * @param offer         the name of an {@link SuggestionKind}
     * @param beside        that of the field beside, see {@link SuggestionRequest}
     */
    public static Suggestions of(
            SuggestionService suggestions,
            Item item,
            String cluster,
            String namespace,
            String credentialsId,
            String offer,
            String beside,
            String name) {
        if (!FormAccess.mayConnect(item)) {
            return Suggestions.NONE;
        }
        Optional<SuggestionKind> asked = suggestionKind(offer);
        return ClusterConfiguration.get()
                .findCluster(cluster)
                .filter(found -> asked.isPresent() && found.allowsJob(item.getFullName()))
                .map(found -> ask(
                        suggestions,
                        found,
                        item,
                        credentialsId,
                        new SuggestionRequest(
                                asked.get(),
                                namespace == null || namespace.isBlank() ? found.getNamespace() : namespace,
                                suggestionKind(beside).orElse(null),
                                name)))
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
            SuggestionRequest question) {
        if (question.isNamespaced() && question.hasValidNames() && !cluster.allowsNamespace(question.namespace())) {
            // The account may see more than the job may use.
            return Suggestions.note(Messages.FormSuggestions_NamespaceNotAllowed(question.namespace()));
        }
        // Which connection it is, without asking for the credential: a maker of tokens may take its time.
        String which = String.join(
                "\n", TreeWriter.toTree(cluster).toString(), item.getFullName(), String.valueOf(credentialsId));
        return suggestions.suggest(
                which,
                () -> ClusterAccess.connectionConfig(cluster, item, credentialsId),
                question,
                cluster.allowsListingSecrets());
    }

    private static Optional<SuggestionKind> suggestionKind(String name) {
        return Arrays.stream(SuggestionKind.values())
                .filter(offer -> offer.name().equals(name))
                .findFirst();
    }
}
