package io.jenkins.plugins.deployworkload.cluster.suggestions;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.concurrent.TtlCache;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.http.Fabric8Config;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests suggestions for forms from clusters. Callers must check the permissions of the user. The service caches
 * responses for some seconds. The cache key contains the connection with its credential, the namespace and the kind.
 */
public final class SuggestionService {

    /** How long a form waits for suggestions of a cluster. The user can type in the meantime. */
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final ConnectionPool connections;
    private final InstantSource clock;
    private final Duration timeout;
    private final TtlCache<ConnectionConfig> configs;
    private final TtlCache<Listing> listings;

    public SuggestionService(ConnectionPool connections) {
        this(connections, InstantSource.system(), TIMEOUT);
    }

    SuggestionService(ConnectionPool connections, InstantSource clock, Duration timeout) {
        this.connections = connections;
        this.clock = clock;
        this.timeout = timeout;
        this.configs = new TtlCache<>(clock);
        this.listings = new TtlCache<>(clock);
    }

    /**
     * Requests suggestions, and waits at most {@link #TIMEOUT} for them; the check of a namespace waits a third of it. If
     * an error occurs, the note of the result describes the error.
     *
     * @param connectionKey identifies the connection in the cache
     * @param resolver resolves the connection and its credential, even if this takes longer than the timeout. If the
     *     resolver throws an exception, the exception's message becomes the note, in the language of the calling thread
     * @param secrets whether the user may see the names and keys of Secrets
     */
    public Suggestions suggest(
            String connectionKey, Callable<ConnectionConfig> resolver, SuggestionRequest request, boolean secrets) {
        if (!request.isComplete()) {
            return Suggestions.NONE;
        }
        if (!secrets && request.concernsSecrets()) {
            return Suggestions.note(Messages.Suggestions_SecretsNotAllowed());
        }
        if (!request.hasValidNames()) {
            return Suggestions.note(Messages.Suggestions_InvalidNames());
        }
        SuggestionQuery query = SuggestionQuery.of(request);
        TtlCache.Entry<ConnectionConfig> resolving = configs.get(connectionKey, () -> resolve(resolver));
        Duration limit = limit(request.kind());
        try {
            ConnectionConfig config = get(resolving, limit);
            TtlCache.Entry<Listing> loading =
                    listings.get(config.key() + " " + query.cacheKey(), () -> send(config, query));
            return await(new SuggestionMessages(request, query, config), loading, limit);
        } catch (ExecutionException e) {
            return Suggestions.note(String.valueOf(e.getCause().getMessage()));
        } catch (TimeoutException e) {
            return Suggestions.note(Messages.Suggestions_Timeout(limit.toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Suggestions.NONE;
        }
    }

    /** The check of a whole form asks for the namespace, and its other problems wait with it. */
    private Duration limit(SuggestionKind kind) {
        return kind == SuggestionKind.NAMESPACE ? timeout.dividedBy(3) : timeout;
    }

    private Suggestions await(SuggestionMessages messages, TtlCache.Entry<Listing> entry, Duration limit)
            throws InterruptedException, TimeoutException {
        try {
            return messages.forListing(get(entry, limit));
        } catch (ExecutionException e) {
            return messages.forError(e.getCause());
        }
    }

    private <T> T get(TtlCache.Entry<T> entry, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        Duration left = limit.minus(Duration.between(entry.createdAt(), clock.instant()));
        return entry.future().get(Math.max(left.toMillis(), 0), TimeUnit.MILLISECONDS);
    }

    private static CompletableFuture<ConnectionConfig> resolve(Callable<ConnectionConfig> resolver) {
        CompletableFuture<ConnectionConfig> resolved = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                resolved.complete(resolver.call());
            } catch (Exception e) {
                resolved.completeExceptionally(e);
            }
        });
        return resolved;
    }

    private CompletableFuture<Listing> send(ConnectionConfig config, SuggestionQuery query) {
        // Use a separate thread, because a token may have to be fetched before the request is sent.
        return CompletableFuture.supplyAsync(() -> connections.open(config), Thread::startVirtualThread)
                .thenCompose(connection -> connection
                        .apiClient()
                        .send(query.request(), JsonNode.class)
                        .orTimeout(Fabric8Config.REQUEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                        .thenApply(response -> query.read(response.object()))
                        .whenCompleteAsync((listing, problem) -> connection.close(), Thread::startVirtualThread));
    }
}
