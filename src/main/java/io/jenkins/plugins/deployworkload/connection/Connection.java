package io.jenkins.plugins.deployworkload.connection;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** A share in a connection: close it when done. What is behind it is closed with the last share. */
public final class Connection implements AutoCloseable {

    private final Connections connections;
    private final ConnectionConfig config;
    private final SharedConnection shared;
    private final ApiRequests requests;
    private final AtomicBoolean closed = new AtomicBoolean();

    Connection(Connections connections, ConnectionConfig config, SharedConnection shared) {
        this.connections = connections;
        this.config = config;
        this.shared = shared;
        this.requests = shared.requests().share();
    }

    /** The server's address. */
    public String server() {
        return config.server();
    }

    /** The namespace to use where nothing names one. */
    public String namespace() {
        return config.namespace();
    }

    /**
     * For requests whose answer is waited for. Never close it, it belongs to all; and open no watches on it, see
     * {@link #subscribe}.
     */
    public KubernetesClient client() {
        return shared.client();
    }

    /** For requests that nobody waits for. */
    public ApiRequests requests() {
        return requests;
    }

    /** What waits longest for its answer, of the requests of this share and of the watches in a namespace. */
    public Optional<Wait> longestWait(String namespace) {
        String part = "/namespaces/" + namespace + "/";
        return Stream.concat(
                        requests.unanswered().waits(request -> true),
                        shared.requests()
                                .unanswered()
                                .waits(request -> request.path().contains(part)))
                .max(Comparator.comparing(Wait::duration));
    }

    /**
     * Watches the objects of a kind in a namespace that have a label with a value. All subscribers of the same kind,
     * namespace and label share one watch, whatever the value: choose a label that only the objects of interest carry.
     */
    public <T extends HasMetadata> Subscription subscribe(
            ResourceType<T> type, String namespace, String label, String value, WatchSubscriber<T> subscriber) {
        return shared.watches().subscribe(type, namespace, Selector.label(label), value, Beginning.LISTED, subscriber);
    }

    /**
     * As {@link #subscribe}, with one request in place of two, for those who need not know when they have been told all:
     * {@link WatchSubscriber#present} comes at once, and what there is already comes as if it had changed.
     */
    public <T extends HasMetadata> Subscription follow(
            ResourceType<T> type, String namespace, String label, String value, WatchSubscriber<T> subscriber) {
        return shared.watches()
                .subscribe(type, namespace, Selector.label(label), value, Beginning.FOLLOWED, subscriber);
    }

    /**
     * Watches the objects of a kind in a namespace whose fields are as said, for those that carry no labels. All
     * subscribers of the same kind, namespace and fields share one watch, and each is told about all of its objects.
     *
     * @param fields a field selector, {@code type=Warning}; which fields a kind can be selected by is the API's choice
     */
    public <T extends HasMetadata> Subscription subscribe(
            ResourceType<T> type, String namespace, String fields, WatchSubscriber<T> subscriber) {
        return subscribe(type, namespace, fields, Beginning.LISTED, subscriber);
    }

    /**
     * As {@link #subscribe(ResourceType, String, String, WatchSubscriber)}, without reading what there is: it is for those
     * who want to know only what comes or changes after {@link WatchSubscriber#present}, which tells at most of what has
     * come since others have asked. Where the server has to be asked for all later, that is told as present once more.
     */
    public <T extends HasMetadata> Subscription subscribeFromNow(
            ResourceType<T> type, String namespace, String fields, WatchSubscriber<T> subscriber) {
        return subscribe(type, namespace, fields, Beginning.UNSEEN, subscriber);
    }

    private <T extends HasMetadata> Subscription subscribe(
            ResourceType<T> type, String namespace, String fields, Beginning beginning, WatchSubscriber<T> subscriber) {
        return shared.watches()
                .subscribe(type, namespace, Selector.fields(fields), Selector.ALL, beginning, subscriber);
    }

    /** Why a request failed, in one sentence. */
    public ConnectionFailure failure(Throwable problem) {
        return ConnectionFailure.of(problem, config);
    }

    /** Another share, to be closed by itself. */
    public Connection share() {
        return connections.share(config, shared);
    }

    /** How many watches are open, for all shares together. */
    int watches() {
        return shared.watches().size();
    }

    /** On how many HTTP clients they are. */
    int watchClients() {
        return shared.watchClients();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            connections.release(config, shared);
        }
    }
}
