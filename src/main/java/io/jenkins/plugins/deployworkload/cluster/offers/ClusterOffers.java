package io.jenkins.plugins.deployworkload.cluster.offers;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.Connections;
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
public final class ClusterOffers {

    /** How long a form waits for a cluster: typing goes on meanwhile. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Connections connections;
    private final InstantSource clock;
    private final Duration patience;
    private final Recent<ConnectionConfig> ways;
    private final Recent<Listing> answers;

    public ClusterOffers(Connections connections) {
        this(connections, InstantSource.system(), PATIENCE);
    }

    ClusterOffers(Connections connections, InstantSource clock, Duration patience) {
        this.connections = connections;
        this.clock = clock;
        this.patience = patience;
        this.ways = new Recent<>(clock);
        this.answers = new Recent<>(clock);
    }

    /**
     * What a cluster answers. Waits {@link #PATIENCE} at most, and never fails: what went wrong is the note.
     *
     * @param which names the connection: the same text within moments is the same connection
     * @param connection how to get there; may take its time, for a credential may have to be made, and is then not waited for. The
     *     message of its exceptions is the note, asked for on the thread of who reads it
     * @param secrets whether the names and keys of secrets may be shown
     */
    public Suggestions ask(String which, Callable<ConnectionConfig> connection, Question question, boolean secrets) {
        if (!question.isComplete()) {
            return Suggestions.NONE;
        }
        if (!secrets && question.isAboutSecrets()) {
            return Suggestions.note(Messages.Offers_SecretsNotAllowed());
        }
        if (!question.canBeAsked()) {
            return Suggestions.note(Messages.Offers_NotYetKnown());
        }
        Lookup lookup = Lookup.of(question);
        Recent.Asked<ConnectionConfig> connecting = ways.get(which, () -> resolve(connection));
        Duration left = patience.minus(Duration.between(connecting.since(), clock.instant()));
        try {
            ConnectionConfig config = get(connecting.answer(), left);
            return await(
                    new Wording(question, lookup, config),
                    answers.get(config.key() + " " + lookup.key(), () -> send(config, lookup)));
        } catch (ExecutionException e) {
            return Suggestions.note(String.valueOf(e.getCause().getMessage()));
        } catch (TimeoutException e) {
            return Suggestions.note(Messages.Offers_Slow(patience.toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Suggestions.NONE;
        }
    }

    private Suggestions await(Wording wording, Recent.Asked<Listing> asked)
            throws InterruptedException, TimeoutException {
        Duration left = patience.minus(Duration.between(asked.since(), clock.instant()));
        try {
            return wording.found(get(asked.answer(), left));
        } catch (ExecutionException e) {
            return wording.failed(e.getCause());
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

    private CompletableFuture<Listing> send(ConnectionConfig config, Lookup lookup) {
        // A thread of its own, as a credential may have to be fetched before anything is sent.
        return CompletableFuture.supplyAsync(() -> connections.open(config), Thread::startVirtualThread)
                .thenCompose(connection -> connection
                        .requests()
                        .send(lookup.request(), JsonNode.class)
                        .thenApply(answer -> lookup.read(answer.object()))
                        .whenCompleteAsync((listing, problem) -> connection.close(), Thread::startVirtualThread));
    }
}
