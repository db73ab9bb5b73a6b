package io.jenkins.plugins.deployworkload.connection;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.util.concurrent.ScheduledExecutorService;

/** What all leases of the same key share. */
final class SharedConnection {

    private final KubernetesClient client;
    private final ApiRequests requests;
    private final WatchClients watchClients;
    private final SharedWatches watches;
    private int leases;

    SharedConnection(ConnectionConfig config, ScheduledExecutorService scheduler) {
        Config settings = ClientConfig.of(config);
        client = new KubernetesClientBuilder()
                .withConfig(settings)
                .withHttpClientFactory(new ClientFactory(config.route()))
                .withTaskExecutor(Threads::start)
                .build();
        requests = new ApiRequests(client, config.server());
        watchClients = new WatchClients(() -> watchClient(settings, config.route()));
        watches = new SharedWatches(requests, watchClients, scheduler);
    }

    private static HttpClient watchClient(Config settings, Route route) {
        return new ClientFactory(route).newBuilder(settings).build();
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
        return leases;
    }

    void close() {
        watches.close();
        watchClients.close();
        client.close();
    }
}
