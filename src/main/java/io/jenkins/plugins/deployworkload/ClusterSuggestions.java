package io.jenkins.plugins.deployworkload;

import hudson.model.Item;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.cluster.offers.Question;
import io.jenkins.plugins.deployworkload.cluster.offers.Suggestions;
import io.jenkins.plugins.deployworkload.workload.FormAccess;
import io.jenkins.plugins.deployworkload.workload.binding.Offer;
import io.jenkins.plugins.deployworkload.workload.binding.Tree;
import java.util.Arrays;
import java.util.Optional;
import net.sf.json.JSONObject;

/**
 * What a form offers from a cluster. Whoever may not configure the job, or what makes it, is told nothing, and a cluster that the job may not
 * use is as one that does not exist.
 */
final class ClusterSuggestions {

    private ClusterSuggestions() {}

    /**
     * @param namespace     as filled in; the cluster's own where that is blank
     * @param credentialsId that of the job, in the place of the cluster's own; null or blank for the cluster's
     * @param offer         the name of an {@link Offer}
     * @param beside        that of the field beside, see {@link Question}
     */
    static Suggestions of(
            Item item,
            String cluster,
            String namespace,
            String credentialsId,
            String offer,
            String beside,
            String name) {
        if (!FormAccess.mayAsk(item)) {
            return Suggestions.NONE;
        }
        Optional<Offer> asked = offer(offer);
        return ClusterConfiguration.get()
                .cluster(cluster)
                .filter(found -> asked.isPresent() && found.allows(item.getFullName()))
                .map(found -> ask(
                        found,
                        item,
                        credentialsId,
                        new Question(
                                asked.get(),
                                namespace == null || namespace.isBlank() ? found.getNamespace() : namespace,
                                offer(beside).orElse(null),
                                name)))
                .orElse(Suggestions.NONE);
    }

    static JSONObject json(Suggestions suggestions) {
        JSONObject json = new JSONObject();
        json.put("values", suggestions.values());
        json.put("note", suggestions.note());
        json.put("lacking", suggestions.lacking());
        return json;
    }

    private static Suggestions ask(Cluster cluster, Item item, String credentialsId, Question question) {
        if (question.isInNamespace() && question.canBeAsked() && !cluster.allowsNamespace(question.namespace())) {
            // The account may see more than the job may use.
            return Suggestions.note(Messages.Suggestions_Namespace(question.namespace()));
        }
        // Which connection it is, without asking for the credential: a maker of tokens may take its time.
        String which =
                String.join("\n", Tree.of(cluster).toString(), item.getFullName(), String.valueOf(credentialsId));
        return Engine.OFFERS.ask(
                which,
                () -> ClusterAccess.connection(cluster, item, credentialsId),
                question,
                cluster.maySecretsBeListed());
    }

    private static Optional<Offer> offer(String name) {
        return Arrays.stream(Offer.values())
                .filter(offer -> offer.name().equals(name))
                .findFirst();
    }
}
