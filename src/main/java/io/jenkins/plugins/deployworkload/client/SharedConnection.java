package io.jenkins.plugins.deployworkload.client;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.client.http.ApiClient;
import io.jenkins.plugins.deployworkload.client.http.Fabric8Config;
import io.jenkins.plugins.deployworkload.client.http.HttpClientFactory;
import io.jenkins.plugins.deployworkload.client.http.HttpClientPool;
import io.jenkins.plugins.deployworkload.client.http.RetryingSender;
import io.jenkins.plugins.deployworkload.client.watch.SharedInformerFactory;
import java.util.concurrent.ScheduledExecutorService;

/** What all leases of the same key share. */
public final class SharedConnection {

    /** One for all: what it learns of the model's classes takes longer than many a request. */
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private final KubernetesClient client;
    private final ApiClient apiClient;
    private final HttpClientPool requestClients;
    private final HttpClientPool watchClients;
    private final SharedInformerFactory informers;
    private int leases;
    private long totalLeases;

    public SharedConnection(ConnectionConfig config, ScheduledExecutorService scheduler) {
        Config settings = Fabric8Config.of(config);
        client = new KubernetesClientBuilder()
                .withConfig(settings)
                .withHttpClientFactory(new HttpClientFactory(config.proxy()))
                .withTaskExecutor(VirtualThreads::start)
                .withKubernetesSerialization(SERIALIZATION)
                .build();
        watchClients = new HttpClientPool(() -> newHttpClient(settings, config.proxy()));
        requestClients = new HttpClientPool(
                RetryingSender.withoutRetries(client.getHttpClient(), settings),
                () -> RetryingSender.withoutRetries(newHttpClient(settings, config.proxy()), settings),
                watchClients::suspectDead);
        apiClient = new ApiClient(client, requestClients, config);
        informers = new SharedInformerFactory(apiClient, watchClients, scheduler);
    }

    private static HttpClient newHttpClient(Config settings, ProxySetting route) {
        return new HttpClientFactory(route).withoutToken(settings);
    }

    KubernetesClient client() {
        return client;
    }

    public ApiClient apiClient() {
        return apiClient;
    }

    SharedInformerFactory informers() {
        return informers;
    }

    int watchClients() {
        return watchClients.size();
    }

    /** Counted by {@link ConnectionPool}, under its lock. */
    int lease(int change) {
        leases += change;
        totalLeases += Math.max(0, change);
        return leases;
    }

    /** Tells whether somebody has used it since. */
    long totalLeases() {
        return totalLeases;
    }

    public void close() {
        informers.close();
        watchClients.close();
        requestClients.close();
        client.close();
    }
}
