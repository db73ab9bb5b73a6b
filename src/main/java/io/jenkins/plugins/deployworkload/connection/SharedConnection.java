package io.jenkins.plugins.deployworkload.connection;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.concurrent.ScheduledExecutorService;

/** What all leases of the same key share. */
final class SharedConnection {

    /** One for all: what it learns of the model's classes takes longer than many a request. */
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private final KubernetesClient client;
    private final ApiRequests requests;
    private final Clients requestClients;
    private final Clients watchClients;
    private final SharedWatches watches;
    private int leases;
    private long leasesEver;

    SharedConnection(ConnectionConfig config, ScheduledExecutorService scheduler) {
        Config settings = ClientConfig.of(config);
        client = new KubernetesClientBuilder()
                .withConfig(settings)
                .withHttpClientFactory(new ClientFactory(config.route()))
                .withTaskExecutor(Threads::start)
                .withKubernetesSerialization(SERIALIZATION)
                .build();
        watchClients = new Clients(() -> another(settings, config.route()));
        requestClients = new Clients(
                Tries.sendingOnce(client.getHttpClient(), settings),
                () -> Tries.sendingOnce(another(settings, config.route()), settings),
                watchClients::doubt);
        requests = new ApiRequests(client, requestClients, config);
        watches = new SharedWatches(requests, watchClients, scheduler);
    }

    private static HttpClient another(Config settings, Route route) {
        return new ClientFactory(route).withoutToken(settings);
    }

    KubernetesClient client() {
        return client;
    }

    ApiRequests requests() {
        return requests;
    }

    SharedWatches watches() {
        return watches;
    }

    int watchClients() {
        return watchClients.size();
    }

    /** Counted by {@link Connections}, under its lock. */
    int lease(int change) {
        leases += change;
        leasesEver += Math.max(0, change);
        return leases;
    }

    /** Tells whether somebody has used it since. */
    long leasesEver() {
        return leasesEver;
    }

    void close() {
        watches.close();
        watchClients.close();
        requestClients.close();
        client.close();
    }
}
