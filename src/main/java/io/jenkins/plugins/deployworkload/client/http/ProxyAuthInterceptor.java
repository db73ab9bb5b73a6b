package io.jenkins.plugins.deployworkload.client.http;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.CompletableFuture;

/**
 * A proxy's 407 reaches the client as an answer that has no body, not even an empty one; it would be taken for a fault in the
 * program.
 */
final class ProxyAuthInterceptor implements Interceptor {

    static final String NAME = "PROXY-REFUSAL";

    @Override
    public CompletableFuture<Boolean> afterFailure(BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
        return response.body() != null
                ? CompletableFuture.completedFuture(false)
                : CompletableFuture.failedFuture(
                        new KubernetesClientException("HTTP " + response.code(), response.code(), new Status()));
    }
}
