package io.jenkins.plugins.deployworkload.cluster.offers;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.Connections;
import java.time.Duration;
import java.time.InstantSource;
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
    private final Recent recent;

    public ClusterOffers(Connections connections) {
        this(connections, InstantSource.system(), PATIENCE);
    }

    ClusterOffers(Connections connections, InstantSource clock, Duration patience) {
        this.connections = connections;
        this.clock = clock;
        this.patience = patience;
        this.recent = new Recent(clock);
    }

    /**
     * What a cluster answers. Waits {@link #PATIENCE} at most, and never fails: what went wrong is the note.
     *
     * @param secrets whether the names and keys of secrets may be shown
     */
    public Suggestions ask(ConnectionConfig config, Question question, boolean secrets) {
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
        return await(
                new Wording(question, lookup, config.server()),
                recent.get(config.key() + " " + lookup.key(), () -> send(config, lookup)));
    }

    private Suggestions await(Wording wording, Recent.Asked asked) {
        Duration left = patience.minus(Duration.between(asked.since(), clock.instant()));
        try {
            return wording.found(asked.answer().get(Math.max(left.toMillis(), 0), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return wording.failed(e.getCause());
        } catch (TimeoutException e) {
            return Suggestions.note(Messages.Offers_Slow(patience.toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Suggestions.NONE;
        }
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
