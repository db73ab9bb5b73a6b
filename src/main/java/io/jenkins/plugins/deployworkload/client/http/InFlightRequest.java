package io.jenkins.plugins.deployworkload.client.http;

import java.time.Duration;

/**
 * A request whose answer has not come yet.
 *
 * @param request {@code GET /api/v1/namespaces/shop/configmaps/deploy-workload-web}
 * @param duration for how long by now, all tries together
 */
public record InFlightRequest(String request, Duration duration) {}
