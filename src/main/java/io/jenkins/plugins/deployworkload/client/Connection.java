package io.jenkins.plugins.deployworkload.client;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.http.ApiClient;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.client.http.InFlightRequest;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.client.watch.InitialEvents;
import io.jenkins.plugins.deployworkload.client.watch.ResourceEventHandler;
import io.jenkins.plugins.deployworkload.client.watch.Selector;
import io.jenkins.plugins.deployworkload.client.watch.Subscription;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** A share in a connection: close it when done. What is behind it is closed with the last share. */
public final class Connection implements AutoCloseable {

    private final ConnectionPool pool;
    private final ConnectionConfig config;
    private final SharedConnection shared;
    private final ApiClient apiClient;
    private final AtomicBoolean closed = new AtomicBoolean();

    Connection(ConnectionPool connections, ConnectionConfig config, SharedConnection shared) {
        this.pool = connections;
        this.config = config;
        this.shared = shared;
        this.apiClient = shared.apiClient().share();
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
    public ApiClient apiClient() {
        return apiClient;
    }

    /** What waits longest for its answer, of the requests of this share and of the watches in a namespace. */
    public Optional<InFlightRequest> longestInFlightRequest(String namespace) {
        String part = "/namespaces/" + namespace + "/";
        return Stream.concat(
                        apiClient.inFlight().find(request -> true),
                        shared.apiClient()
                                .inFlight()
                                .find(request -> request.path().contains(part)))
                .max(Comparator.comparing(InFlightRequest::duration));
    }

    /**
     * Watches the objects of a kind in a namespace that have a label with a value. All subscribers of the same kind,
     * namespace and label share one watch, whatever the value: choose a label that only the objects of interest carry.
     */
    public <T extends HasMetadata> Subscription subscribe(
            ResourceType<T> type, String namespace, String label, String value, ResourceEventHandler<T> subscriber) {
        return shared.informers()
                .subscribe(type, namespace, Selector.label(label), value, InitialEvents.LIST, subscriber);
    }

    /**
     * As {@link #subscribe}, with one request in place of two, for those who need not know when they have been told all:
     * {@link ResourceEventHandler#onList} comes at once, and what there is already comes as if it had changed.
     */
    public <T extends HasMetadata> Subscription subscribeWithoutList(
            ResourceType<T> type, String namespace, String label, String value, ResourceEventHandler<T> subscriber) {
        return shared.informers()
                .subscribe(type, namespace, Selector.label(label), value, InitialEvents.SYNTHETIC, subscriber);
    }

    /**
     * Watches the objects of a kind in a namespace whose fields are as said, for those that carry no labels. All
     * subscribers of the same kind, namespace and fields share one watch, and each is told about all of its objects.
     *
     * @param fields a field selector, {@code type=Warning}; which fields a kind can be selected by is the API's choice
     */
    public <T extends HasMetadata> Subscription subscribe(
            ResourceType<T> type, String namespace, String fields, ResourceEventHandler<T> subscriber) {
        return subscribe(type, namespace, fields, InitialEvents.LIST, subscriber);
    }

    /**
     * As {@link #subscribe(ResourceType, String, String, ResourceEventHandler)}, without reading what there is: it is for those
     * who want to know only what comes or changes after {@link ResourceEventHandler#onList}, which tells at most of what has
     * come since others have asked. Where the server has to be asked for all later, that is told as present once more.
     */
    public <T extends HasMetadata> Subscription subscribeFromNow(
            ResourceType<T> type, String namespace, String fields, ResourceEventHandler<T> subscriber) {
        return subscribe(type, namespace, fields, InitialEvents.NONE, subscriber);
    }

    private <T extends HasMetadata> Subscription subscribe(
            ResourceType<T> type,
            String namespace,
            String fields,
            InitialEvents beginning,
            ResourceEventHandler<T> subscriber) {
        return shared.informers()
                .subscribe(type, namespace, Selector.fields(fields), Selector.ALL, beginning, subscriber);
    }

    /** Why a request failed, in one sentence. */
    public ConnectionFailure failure(Throwable problem) {
        return ConnectionFailure.of(problem, config);
    }

    /** Another share, to be closed by itself. */
    public Connection share() {
        return pool.share(config, shared);
    }

    /** How many watches are open, for all shares together. */
    int watchCount() {
        return shared.informers().size();
    }

    /** On how many HTTP clients they are. */
    int watchClientCount() {
        return shared.watchClients();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            pool.release(config, shared);
        }
    }
}
