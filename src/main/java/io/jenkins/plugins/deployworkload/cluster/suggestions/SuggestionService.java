package io.jenkins.plugins.deployworkload.cluster.suggestions;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks clusters what a form can offer. Who may ask which cluster is decided before; answers are kept for moments, by
 * connection (its credential included), namespace and kind.
 */
public final class SuggestionService {

    /** How long a form waits for a cluster: typing goes on meanwhile. */
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final ConnectionPool connections;
    private final InstantSource clock;
    private final Duration timeout;
    private final TtlCache<ConnectionConfig> configs;
    private final TtlCache<Listing> listings;

    public SuggestionService(ConnectionPool connections) {
        this(connections, InstantSource.system(), TIMEOUT);
    }

    SuggestionService(ConnectionPool connections, InstantSource clock, Duration patience) {
        this.connections = connections;
        this.clock = clock;
        this.timeout = patience;
        this.configs = new TtlCache<>(clock);
        this.listings = new TtlCache<>(clock);
    }

    /**
     * What a cluster answers. Waits {@link #TIMEOUT} at most, and never fails: what went wrong is the note.
     *
     * @param which names the connection: the same text within moments is the same connection
     * @param connection how to get there; may take its time, for a credential may have to be made, and is then not waited for. The
     *     message of its exceptions is the note, asked for on the thread of who reads it
     * @param secrets whether the names and keys of secrets may be shown
     */
    public Suggestions suggest(
            String which, Callable<ConnectionConfig> connection, SuggestionRequest question, boolean secrets) {
        if (!question.isComplete()) {
            return Suggestions.NONE;
        }
        if (!secrets && question.concernsSecrets()) {
            return Suggestions.note(Messages.Suggestions_SecretsNotAllowed());
        }
        if (!question.hasValidNames()) {
            return Suggestions.note(Messages.Suggestions_InvalidNames());
        }
        SuggestionQuery lookup = SuggestionQuery.of(question);
        TtlCache.Entry<ConnectionConfig> connecting = configs.get(which, () -> resolve(connection));
        Duration left = timeout.minus(Duration.between(connecting.createdAt(), clock.instant()));
        try {
            ConnectionConfig config = get(connecting.future(), left);
            return await(
                    new SuggestionMessages(question, lookup, config),
                    listings.get(config.key() + " " + lookup.cacheKey(), () -> send(config, lookup)));
        } catch (ExecutionException e) {
            return Suggestions.note(String.valueOf(e.getCause().getMessage()));
        } catch (TimeoutException e) {
            return Suggestions.note(Messages.Suggestions_Timeout(timeout.toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Suggestions.NONE;
        }
    }

    private Suggestions await(SuggestionMessages wording, TtlCache.Entry<Listing> asked)
            throws InterruptedException, TimeoutException {
        Duration left = timeout.minus(Duration.between(asked.createdAt(), clock.instant()));
        try {
            return wording.forListing(get(asked.future(), left));
        } catch (ExecutionException e) {
            return wording.forError(e.getCause());
        }
    }

    private static <T> T get(CompletableFuture<T> answer, Duration left)
            throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(Math.max(left.toMillis(), 0), TimeUnit.MILLISECONDS);
    }

    private static CompletableFuture<ConnectionConfig> resolve(Callable<ConnectionConfig> connection) {
        CompletableFuture<ConnectionConfig> resolved = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                resolved.complete(connection.call());
            } catch (Exception e) {
                resolved.completeExceptionally(e);
            }
        });
        return resolved;
    }

    private CompletableFuture<Listing> send(ConnectionConfig config, SuggestionQuery lookup) {
        // A thread of its own, as a credential may have to be fetched before anything is sent.
        return CompletableFuture.supplyAsync(() -> connections.open(config), Thread::startVirtualThread)
                .thenCompose(connection -> connection
                        .apiClient()
                        .send(lookup.request(), JsonNode.class)
                        .thenApply(answer -> lookup.read(answer.object()))
                        .whenCompleteAsync((listing, problem) -> connection.close(), Thread::startVirtualThread));
    }
}
