package io.jenkins.plugins.deployworkload.client.http;

import java.time.Duration;

/**
 * A request that has no response yet.
 *
 * @param request method and path, such as {@code GET /api/v1/namespaces/shop/configmaps/deploy-workload-web}
 * @param duration the time since the first attempt of the request was sent
 */
public record InFlightRequest(String request, Duration duration) {}
