package io.jenkins.plugins.deployworkload.client.http;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientImpl;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.fabric8.kubernetes.client.utils.TokenRefreshInterceptor;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Creates JDK HTTP clients that run on virtual threads. A closed client is shut down explicitly, because otherwise a
 * JDK client keeps its thread and sockets until the garbage collector runs.
 */
public final class HttpClientFactory extends JdkHttpClientFactory {

    private final ProxySetting proxySetting;
    private final List<HttpClient> built = new CopyOnWriteArrayList<>();

    public HttpClientFactory(ProxySetting proxySetting) {
        this.proxySetting = proxySetting;
    }

    @Override
    public io.fabric8.kubernetes.client.http.HttpClient.Builder newBuilder(Config config) {
        var builder = super.newBuilder(config);
        builder.addOrReplaceInterceptor(ProxyAuthInterceptor.NAME, new ProxyAuthInterceptor());
        if (proxySetting instanceof ProxySetting.HttpProxy proxy) {
            builder.proxyAddress(InetSocketAddress.createUnresolved(proxy.host(), proxy.port()));
            if (proxy.user() != null) {
                builder.proxyAuthorization(HttpClientUtils.basicCredentials(proxy.user(), proxy.password()));
            }
        }
        return builder;
    }

    /**
     * A client for requests that already carry a token. The client has no token interceptor of fabric8, because this
     * interceptor would fetch a token on the caller's thread.
     */
    public io.fabric8.kubernetes.client.http.HttpClient withoutToken(Config config) {
        return newBuilder(config)
                .addOrReplaceInterceptor(TokenRefreshInterceptor.NAME, null)
                .build();
    }

    @Override
    protected HttpClient.Builder createNewHttpClientBuilder() {
        return new ObservedBuilder(HttpClient.newBuilder().executor(VirtualThreads::start), built::add);
    }

    @Override
    protected void additionalConfig(HttpClient.Builder builder) {
        // API servers do not redirect requests, and a redirect must not send the credential to another host.
        builder.followRedirects(HttpClient.Redirect.NEVER);
        if (proxySetting instanceof ProxySetting.Direct) {
            builder.proxy(HttpClient.Builder.NO_PROXY);
        }
    }

    @Override
    protected void closeHttpClient(JdkHttpClientImpl client) {
        built.forEach(HttpClient::shutdownNow);
        built.clear();
    }
}
