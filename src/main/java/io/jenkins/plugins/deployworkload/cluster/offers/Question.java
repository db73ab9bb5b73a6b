package io.jenkins.plugins.deployworkload.cluster.offers;

import io.jenkins.plugins.deployworkload.workload.binding.Offer;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;

/**
 * What a field of a form wants to know.
 *
 * @param offer     what it asks for
 * @param namespace where; empty where none is filled in
 * @param beside    what the field beside names, which says more exactly what is asked for; null where there is none
 * @param name      what is filled in there; empty for nothing yet
 */
public record Question(Offer offer, String namespace, Offer beside, String name) {

    public Question {
        namespace = namespace == null ? "" : namespace.strip();
        name = name == null ? "" : name.strip();
    }

    public Question(Offer offer, String namespace) {
        this(offer, namespace, null, "");
    }

    /** Whether it says all that it has to: what belongs to nothing named cannot be asked for. */
    boolean isComplete() {
        return offer.beside().isEmpty() || beside != null && offer.beside().contains(beside) && !name.isEmpty();
    }

    boolean isAboutSecrets() {
        return offer == Offer.SECRET || beside == Offer.SECRET;
    }

    /**
     * Whether the names in it can be names. A text with build parameters is none before the build, and nothing else may
     * become part of the request's address.
     */
    public boolean canBeAsked() {
        boolean place =
                !isInNamespace() || TextRule.DNS_LABEL.problem(namespace).isEmpty();
        return place
                && (offer != Offer.KEY || TextRule.DNS_SUBDOMAIN.problem(name).isEmpty());
    }

    /** Whether what it asks for lives in a namespace. */
    public boolean isInNamespace() {
        return switch (offer) {
            case KEY -> true;
            case POD_METRICS -> false;
            default -> Lookup.typeOf(offer).namespaced();
        };
    }
}
