package io.jenkins.plugins.deployworkload.cluster.suggestions;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import java.util.Set;

/**
 * Creates suggestions and notes in the language of the reader. Readers with different languages share the cache of
 * responses. Therefore the cache contains no localized text, but listings, and exceptions that localize their message
 * when it is read.
 */
final class SuggestionMessages {

    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final SuggestionRequest request;
    private final SuggestionQuery query;
    private final ConnectionConfig config;

    SuggestionMessages(SuggestionRequest request, SuggestionQuery query, ConnectionConfig config) {
        this.request = request;
        this.query = query;
        this.config = config;
    }

    Suggestions forListing(Listing listing) {
        return switch (request.kind()) {
            case CONFIG_MAP,
                    SECRET,
                    PERSISTENT_VOLUME_CLAIM,
                    SERVICE_ACCOUNT,
                    CRON_JOB,
                    DAEMON_SET,
                    DEPLOYMENT,
                    JOB,
                    STATEFUL_SET ->
                names(listing, Messages.Suggestions_None(query.resourceType().kind(), request.namespace()));
            case NETWORK ->
                listing.names().isEmpty()
                        ? Suggestions.unsupported(Messages.Suggestions_NoNetwork(request.namespace()))
                        : new Suggestions(listing.names(), more(listing));
            case CONFIG_KEY ->
                names(listing, Messages.Suggestions_NoKeys(query.resourceType().kind(), request.dependencyName()));
            case STORAGE_CLASS -> storageClasses(listing);
            case NODE_LABEL, NODE_TAINT, RESOURCE, PRIORITY_CLASS, RUNTIME_CLASS ->
                new Suggestions(listing.names(), more(listing));
            case NODE_LABEL_VALUE, NODE_TAINT_VALUE ->
                new Suggestions(listing.valuesOf(request.dependencyName()), more(listing));
            case RESOURCE_QUANTITY -> quantities(listing);
            case NAMESPACE, POD_METRICS, IMAGE_REPOSITORY, IMAGE_TAG, IMAGE -> Suggestions.NONE;
        };
    }

    private static Suggestions names(Listing listing, String noneNote) {
        return new Suggestions(listing.names(), listing.names().isEmpty() ? noneNote : more(listing));
    }

    private static String more(Listing listing) {
        return listing.more() ? Messages.Suggestions_More() : "";
    }

    private static Suggestions storageClasses(Listing listing) {
        if (listing.names().isEmpty()) {
            return Suggestions.unsupported(Messages.Suggestions_NoStorageClass());
        }
        boolean hasDefault = listing.names().stream()
                .anyMatch(name -> !listing.valuesOf(name).isEmpty());
        return new Suggestions(
                listing.names(), hasDefault ? more(listing) : Messages.Suggestions_NoDefaultStorageClass());
    }

    private Suggestions quantities(Listing listing) {
        if (Set.of("cpu", "memory").contains(request.dependencyName()) || listing.more()) {
            return Suggestions.NONE;
        }
        return listing.names().contains(request.dependencyName())
                ? new Suggestions(listing.valuesOf(request.dependencyName()), "")
                : Suggestions.unsupported(Messages.Suggestions_NoResource(request.dependencyName()));
    }

    Suggestions forError(Throwable problem) {
        int status = statusCode(problem);
        boolean notFound = status == NOT_FOUND;
        if (request.kind() == SuggestionKind.POD_METRICS && (notFound || status == UNAVAILABLE)) {
            return Suggestions.unsupported(Messages.Suggestions_NoMetrics());
        }
        if (request.kind() == SuggestionKind.NETWORK && notFound) {
            return Suggestions.unsupported(Messages.Suggestions_NoMultus());
        }
        if (request.kind() == SuggestionKind.NAMESPACE && notFound) {
            return Suggestions.unsupported(Messages.Suggestions_NoNamespace(request.namespace()));
        }
        if (request.kind() == SuggestionKind.CONFIG_KEY && notFound) {
            return Suggestions.note(Messages.Suggestions_NotFound(
                    query.resourceType().kind(), request.dependencyName(), request.namespace()));
        }
        return Suggestions.note(reason(problem));
    }

    private String reason(Throwable problem) {
        ConnectionFailure failure = ConnectionFailure.of(problem, config);
        if (failure.kind() != ConnectionFailure.Kind.FORBIDDEN || query.resourceType() == null) {
            return failure.message();
        }
        String resource = query.resourceType().plural() + group();
        return query.resourceType().namespaced()
                ? Messages.Suggestions_ForbiddenInNamespace(query.verb(), resource, request.namespace())
                : Messages.Suggestions_Forbidden(query.verb(), resource);
    }

    /**
     * The API group with a leading dot, as {@code kubectl auth can-i} appends it to a resource:
     * {@code storageclasses.storage.k8s.io}.
     */
    private String group() {
        String version = query.resourceType().apiVersion();
        return version.contains("/") ? "." + version.substring(0, version.indexOf('/')) : "";
    }

    private static int statusCode(Throwable problem) {
        for (Throwable t = problem; t != null; t = t.getCause()) {
            if (t instanceof KubernetesClientException e) {
                return e.getCode();
            }
        }
        return 0;
    }
}
