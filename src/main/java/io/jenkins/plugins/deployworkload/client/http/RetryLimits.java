package io.jenkins.plugins.deployworkload.client.http;

import java.time.Duration;

/**
 * Limits of one request with all its attempts.
 *
 * @param attempt the limit of one attempt, until its response headers arrive
 * @param failing the limit of an attempt and its retries after status 5xx and broken connections, until the response is
 *     read. A retry that could exceed this limit is not started
 * @param rejected how long after the first attempt a request is retried after status 429. The server does not process
 *     such an attempt
 */
public record RetryLimits(Duration attempt, Duration failing, Duration rejected) {

    static final RetryLimits DEFAULT =
            new RetryLimits(Fabric8Config.REQUEST_TIMEOUT, Duration.ofSeconds(70), Duration.ofMinutes(5));
}
