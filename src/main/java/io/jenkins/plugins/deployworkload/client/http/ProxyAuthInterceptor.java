package io.jenkins.plugins.deployworkload.client.http;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.CompletableFuture;

/**
 * Converts a proxy's 407 response to an exception with the status 407. Without this interceptor, fabric8 throws a
 * NullPointerException, because the 407 response has the body {@code null}.
 */
final class ProxyAuthInterceptor implements Interceptor {

    static final String NAME = "PROXY-AUTH";

    @Override
    public CompletableFuture<Boolean> afterFailure(BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
        return response.body() != null
                ? CompletableFuture.completedFuture(false)
                : CompletableFuture.failedFuture(
                        new KubernetesClientException("HTTP " + response.code(), response.code(), new Status()));
    }
}
