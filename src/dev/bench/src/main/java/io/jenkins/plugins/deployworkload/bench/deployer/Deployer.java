package io.jenkins.plugins.deployworkload.bench.deployer;

import io.jenkins.plugins.deployworkload.bench.shape.Application;
import java.time.Duration;
import java.util.OptionalLong;

/** Deploys applications and waits until they are healthy. All times are those of {@link System#nanoTime}. */
public interface Deployer {

    /**
     * Times of a deploy.
     *
     * @param start time before the first action
     * @param firstWriteAcknowledged time of the response to the first write; empty if the deployer does not report it
     * @param lastProgress time of the last progress event; empty if the deployer does not report it
     * @param verdict time of the result
     * @param end time at which {@link #deploy} returns
     */
    record Times(long start, OptionalLong firstWriteAcknowledged, OptionalLong lastProgress, long verdict, long end) {}

    /**
     * Times of a deploy that fails and is rolled back.
     *
     * @param start time before the first action
     * @param found time at which the deployer names the reason; empty if it names none
     * @param failed time of the result of the deploy
     * @param end time at which the rollback has ended
     */
    record FailureTimes(long start, OptionalLong found, long failed, long end) {}

    /**
     * The end of a deploy that may fail.
     *
     * @param nanos time from the first action to the result
     * @param message what the deployer reports, in one line
     */
    record Attempt(boolean succeeded, long nanos, String message) {}

    /** Name in the report, and a part of the names of applications. */
    String label();

    /** Prefix of the user agent of the deployer's requests. */
    String userAgent();

    /** Deploys an application and returns when it is healthy. */
    Times deploy(Application application);

    /**
     * Deploys an application that may fail, without a rollback.
     *
     * @param timeout how long a deployer waits that does not detect a failure
     */
    Attempt attempt(Application application, Duration timeout);

    /**
     * Deploys an application that cannot become healthy, over a healthy one, and rolls it back.
     *
     * @param failing the application
     * @param healthy the same application as it was deployed before
     * @param timeout how long a deployer waits that does not detect the failure
     */
    FailureTimes deployAndRollBack(Application failing, Application healthy, Duration timeout);
}
