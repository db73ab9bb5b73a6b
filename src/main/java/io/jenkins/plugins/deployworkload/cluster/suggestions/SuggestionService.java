package io.jenkins.plugins.deployworkload.cluster.suggestions;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.concurrent.TtlCache;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
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
     * Requests suggestions, and waits at most {@link #TIMEOUT} for them. If an error occurs, the note of the result
     * describes the error.
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
        Duration left = timeout.minus(Duration.between(resolving.createdAt(), clock.instant()));
        try {
            ConnectionConfig config = get(resolving.future(), left);
            return await(
                    new SuggestionMessages(request, query, config),
                    listings.get(config.key() + " " + query.cacheKey(), () -> send(config, query)));
        } catch (ExecutionException e) {
            return Suggestions.note(String.valueOf(e.getCause().getMessage()));
        } catch (TimeoutException e) {
            return Suggestions.note(Messages.Suggestions_Timeout(timeout.toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Suggestions.NONE;
        }
    }

    private Suggestions await(SuggestionMessages messages, TtlCache.Entry<Listing> entry)
            throws InterruptedException, TimeoutException {
        Duration left = timeout.minus(Duration.between(entry.createdAt(), clock.instant()));
        try {
            return messages.forListing(get(entry.future(), left));
        } catch (ExecutionException e) {
            return messages.forError(e.getCause());
        }
    }

    private static <T> T get(CompletableFuture<T> future, Duration left)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(Math.max(left.toMillis(), 0), TimeUnit.MILLISECONDS);
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
                        .thenApply(response -> query.read(response.object()))
                        .whenCompleteAsync((listing, problem) -> connection.close(), Thread::startVirtualThread));
    }
}
