package io.jenkins.plugins.deployworkload.client;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.client.discovery.Discovery;
import io.jenkins.plugins.deployworkload.client.http.ApiClient;
import io.jenkins.plugins.deployworkload.client.http.ApiSerialization;
import io.jenkins.plugins.deployworkload.client.http.Fabric8Config;
import io.jenkins.plugins.deployworkload.client.http.HttpClientFactory;
import io.jenkins.plugins.deployworkload.client.http.HttpClientPool;
import io.jenkins.plugins.deployworkload.client.http.RetryingSender;
import io.jenkins.plugins.deployworkload.client.watch.SharedInformerFactory;
import java.util.concurrent.ScheduledExecutorService;

/** The clients and informers that all leases of one connection share. */
final class SharedConnection {

    /**
     * All connections share this object, so that the model classes are analyzed only once. The analysis takes longer
     * than most requests.
     */
    private static final KubernetesSerialization SERIALIZATION = new ApiSerialization();

    private final KubernetesClient client;
    private final ApiClient apiClient;
    private final HttpClientPool requestPool;
    private final HttpClientPool watchPool;
    private final SharedInformerFactory informers;
    private final Discovery discovery;
    private int leases;
    private long totalLeases;

    SharedConnection(ConnectionConfig config, ScheduledExecutorService scheduler) {
        Config settings = Fabric8Config.of(config);
        client = new KubernetesClientBuilder()
                .withConfig(settings)
                .withHttpClientFactory(new HttpClientFactory(config.proxy()))
                .withTaskExecutor(VirtualThreads::start)
                .withKubernetesSerialization(SERIALIZATION)
                .build();
        watchPool = new HttpClientPool(() -> newHttpClient(settings, config.proxy()));
        requestPool = new HttpClientPool(
                RetryingSender.withoutRetries(client.getHttpClient(), settings),
                () -> RetryingSender.withoutRetries(newHttpClient(settings, config.proxy()), settings),
                watchPool::suspectDead);
        apiClient = new ApiClient(client, requestPool, config);
        informers = new SharedInformerFactory(apiClient, watchPool, scheduler);
        discovery = new Discovery(apiClient);
    }

    private static HttpClient newHttpClient(Config settings, ProxySetting proxy) {
        return new HttpClientFactory(proxy).withoutToken(settings);
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

    Discovery discovery() {
        return discovery;
    }

    int watchClientCount() {
        return watchPool.size();
    }

    /** Changes the number of open leases. {@link ConnectionPool} calls this method while it holds its lock. */
    int lease(int change) {
        leases += change;
        totalLeases += Math.max(0, change);
        return leases;
    }

    /** Number of leases that were ever opened. An increase of this number shows that the connection has been used. */
    long totalLeases() {
        return totalLeases;
    }

    public void close() {
        informers.close();
        watchPool.close();
        requestPool.close();
        client.close();
    }
}
