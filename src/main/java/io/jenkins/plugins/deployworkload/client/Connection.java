package io.jenkins.plugins.deployworkload.client;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.discovery.Discovery;
import io.jenkins.plugins.deployworkload.client.http.ApiClient;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.client.http.InFlightRequest;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.client.watch.InitialEvents;
import io.jenkins.plugins.deployworkload.client.watch.ListPager;
import io.jenkins.plugins.deployworkload.client.watch.ResourceEventHandler;
import io.jenkins.plugins.deployworkload.client.watch.Selector;
import io.jenkins.plugins.deployworkload.client.watch.Subscription;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A lease of a shared connection. Close the lease after use. The connection is closed when all its leases have been
 * closed.
 */
public final class Connection implements AutoCloseable {

    private final ConnectionPool pool;
    private final ConnectionConfig config;
    private final SharedConnection shared;
    private final ApiClient apiClient;
    private final AtomicBoolean closed = new AtomicBoolean();

    Connection(ConnectionPool connections, ConnectionConfig config, SharedConnection shared, ApiClient apiClient) {
        this.pool = connections;
        this.config = config;
        this.shared = shared;
        this.apiClient = apiClient;
    }

    /** The address of the API server. */
    public String server() {
        return config.server();
    }

    /** The default namespace. */
    public String namespace() {
        return config.namespace();
    }

    /**
     * A client for blocking requests. All leases share the client, so never close it. Do not open watches with this
     * client; use {@link #subscribe}.
     */
    public KubernetesClient client() {
        return shared.client();
    }

    /** A client for asynchronous requests. */
    public ApiClient apiClient() {
        return apiClient;
    }

    /** The kinds that the API server serves. All leases share what was read. */
    public Discovery discovery() {
        return shared.discovery();
    }

    /**
     * The oldest request without a response, among the requests of this lease, those of the watches in the
     * namespaces, and those of discovery.
     */
    public Optional<InFlightRequest> longestInFlightRequest(Collection<String> namespaces) {
        List<String> pathParts = namespaces.stream()
                .map(namespace -> "/namespaces/" + namespace + "/")
                .toList();
        return Stream.concat(
                        apiClient.inFlight().find(request -> true),
                        shared.apiClient()
                                .inFlight()
                                .find(request -> pathParts.stream().anyMatch(request.path()::contains)
                                        || Discovery.ROOTS.contains(request.path())))
                .max(Comparator.comparing(InFlightRequest::duration));
    }

    /**
     * Watches the objects of one kind and namespace whose label has the given value. Handlers of the same kind,
     * namespace and label key share one watch, even if they select different label values. The watch reads every object
     * that has the label key, so choose a key that few other objects have.
     */
    public <T extends HasMetadata> Subscription subscribe(
            ResourceType<T> type, String namespace, String label, String value, ResourceEventHandler<T> subscriber) {
        return shared.informers()
                .subscribe(type, namespace, Selector.label(label), value, InitialEvents.LIST, subscriber);
    }

    /**
     * Like {@link #subscribe}, but sends only the watch request and no list request.
     * {@link ResourceEventHandler#onList} receives an empty list at once, and {@link ResourceEventHandler#onUpsert}
     * receives each existing object. Use this method for handlers that need no complete list.
     */
    public <T extends HasMetadata> Subscription subscribeWithoutList(
            ResourceType<T> type, String namespace, String label, String value, ResourceEventHandler<T> subscriber) {
        return shared.informers()
                .subscribe(type, namespace, Selector.label(label), value, InitialEvents.SYNTHETIC, subscriber);
    }

    /**
     * Watches the objects of one kind and namespace that match a field selector. Use this method for kinds without
     * useful labels. Handlers of the same kind, namespace and selector share one watch, and each handler receives all
     * objects.
     *
     * @param fields a field selector, such as {@code type=Warning}; each kind supports only some fields
     */
    public <T extends HasMetadata> Subscription subscribe(
            ResourceType<T> type, String namespace, String fields, ResourceEventHandler<T> subscriber) {
        return subscribe(type, namespace, fields, InitialEvents.LIST, subscriber);
    }

    /**
     * Like {@link #subscribe(ResourceType, String, String, ResourceEventHandler)}, but does not read the existing
     * objects. Use this method for handlers that need only later changes. {@link ResourceEventHandler#onList} first
     * receives the objects that the shared watch has already cached, often none. If the watch has to list the objects
     * again later, {@link ResourceEventHandler#onList} also receives the objects of that list.
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

    /**
     * Watches all objects of one kind and namespace. All handlers share one watch. Use {@link #subscribe} with a label if
     * the namespace may contain many other objects.
     */
    public <T extends HasMetadata> Subscription subscribeToAll(
            ResourceType<T> type, String namespace, ResourceEventHandler<T> subscriber) {
        return shared.informers()
                .subscribe(type, namespace, Selector.all(), Selector.ALL, InitialEvents.LIST, subscriber);
    }

    /**
     * Lists the objects of one kind and namespace whose label has the given value. Blocks, so call this method on a
     * virtual thread.
     *
     * @throws RuntimeException the error of the request
     */
    public <T extends HasMetadata> List<T> list(ResourceType<T> type, String namespace, String label, String value) {
        Selector selector = Selector.label(label + "=" + value);
        return VirtualThreads.join(new ListPager<>(apiClient, type, type.path(namespace), selector).list())
                .objects();
    }

    /** Describes for users why a request failed. */
    public ConnectionFailure failure(Throwable problem) {
        return ConnectionFailure.of(problem, config);
    }

    /** Opens a second lease of the same connection. The caller must close this lease and the second lease. */
    public Connection share() {
        return pool.share(config, shared, shared.apiClient().share());
    }

    /** Like {@link #share}, but {@link #longestInFlightRequest} finds the requests of both leases. */
    public Connection shareWithRequests() {
        return pool.share(config, shared, apiClient);
    }

    /**
     * The same lease with {@link ApiClient#withRetryCheck}. Close only one of them.
     *
     * @param check runs before each retry of a write
     */
    public Connection withRetryCheck(Runnable check) {
        return new Connection(pool, config, shared, apiClient.withRetryCheck(check));
    }

    /** Number of open watches of the shared connection, over all its leases. */
    int watchCount() {
        return shared.informers().size();
    }

    /** Number of HTTP clients that the watches use. */
    int watchClientCount() {
        return shared.watchClientCount();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            // Nobody waits for their responses any more.
            apiClient.inFlight().stopRetries();
            pool.release(config, shared);
        }
    }
}
