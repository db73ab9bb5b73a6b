package io.jenkins.plugins.deployworkload.cluster.offers;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.ConnectionFailure;
import io.jenkins.plugins.deployworkload.workload.binding.Offer;
import java.util.Set;

/**
 * Says in the reader's language what was found, or why nothing was. What is kept for moments has no words, or, as a refusal that is
 * an exception, words itself when it is read.
 */
final class Wording {

    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final Question question;
    private final Lookup lookup;
    private final ConnectionConfig config;

    Wording(Question question, Lookup lookup, ConnectionConfig config) {
        this.question = question;
        this.lookup = lookup;
        this.config = config;
    }

    Suggestions found(Listing listing) {
        return switch (question.offer()) {
            case CONFIG_MAP, SECRET, CLAIM, SERVICE_ACCOUNT ->
                names(listing, Messages.Offers_None(lookup.type().kind(), question.namespace()));
            case NETWORK ->
                listing.names().isEmpty()
                        ? Suggestions.lack(Messages.Offers_NoNetwork(question.namespace()))
                        : new Suggestions(listing.names(), more(listing));
            case KEY -> names(listing, Messages.Offers_NoKeys(lookup.type().kind(), question.name()));
            case STORAGE_CLASS -> storageClasses(listing);
            case NODE_LABEL, NODE_TAINT, RESOURCE -> new Suggestions(listing.names(), more(listing));
            case NODE_LABEL_VALUE, NODE_TAINT_VALUE ->
                new Suggestions(listing.valuesOf(question.name()), more(listing));
            case RESOURCE_AMOUNT -> amounts(listing);
            case POD_METRICS -> Suggestions.NONE;
        };
    }

    private static Suggestions names(Listing listing, String none) {
        return new Suggestions(listing.names(), listing.names().isEmpty() ? none : more(listing));
    }

    private static String more(Listing listing) {
        return listing.more() ? Messages.Offers_More() : "";
    }

    private static Suggestions storageClasses(Listing listing) {
        if (listing.names().isEmpty()) {
            return Suggestions.lack(Messages.Offers_NoStorageClass());
        }
        boolean hasDefault = listing.names().stream()
                .anyMatch(name -> !listing.valuesOf(name).isEmpty());
        return new Suggestions(listing.names(), hasDefault ? more(listing) : Messages.Offers_NoDefaultStorageClass());
    }

    private Suggestions amounts(Listing listing) {
        if (Set.of("cpu", "memory").contains(question.name()) || listing.more()) {
            return Suggestions.NONE;
        }
        return listing.names().contains(question.name())
                ? new Suggestions(listing.valuesOf(question.name()), "")
                : Suggestions.lack(Messages.Offers_NoResource(question.name()));
    }

    Suggestions failed(Throwable problem) {
        int status = status(problem);
        boolean absent = status == NOT_FOUND;
        if (question.offer() == Offer.POD_METRICS && (absent || status == UNAVAILABLE)) {
            return Suggestions.lack(Messages.Offers_NoMetrics());
        }
        if (question.offer() == Offer.NETWORK && absent) {
            return Suggestions.lack(Messages.Offers_NoNetworks());
        }
        if (question.offer() == Offer.KEY && absent) {
            return Suggestions.note(
                    Messages.Offers_Missing(lookup.type().kind(), question.name(), question.namespace()));
        }
        return Suggestions.note(reason(problem));
    }

    private String reason(Throwable problem) {
        ConnectionFailure failure = ConnectionFailure.of(problem, config);
        if (failure.kind() != ConnectionFailure.Kind.FORBIDDEN || lookup.type() == null) {
            return failure.message();
        }
        String resource = lookup.type().plural() + group();
        return lookup.type().namespaced()
                ? Messages.Offers_ForbiddenInNamespace(lookup.verb(), resource, question.namespace())
                : Messages.Offers_Forbidden(lookup.verb(), resource);
    }

    /** As in {@code kubectl auth can-i}: {@code storageclasses.storage.k8s.io}. */
    private String group() {
        String version = lookup.type().apiVersion();
        return version.contains("/") ? "." + version.substring(0, version.indexOf('/')) : "";
    }

    private static int status(Throwable problem) {
        for (Throwable t = problem; t != null; t = t.getCause()) {
            if (t instanceof KubernetesClientException e) {
                return e.getCode();
            }
        }
        return 0;
    }
}
