package io.jenkins.plugins.deployworkload.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.OptionalLong;

/** Deploys workloads and waits until they are healthy. */
interface Deployer {

    /**
     * Times of one deploy of several workloads, in nanoseconds of {@link System#nanoTime}.
     *
     * @param start time before the first action
     * @param firstWriteAcknowledged time of the response to the first write; empty if the deployer does not report it
     * @param lastProgress time of the last progress event of each workload, in the order of the workloads; empty if the
     *     deployer does not report it
     * @param ends time of the result of each workload, in the order of the workloads
     * @param end time at which {@link Deployer#deploy} returns
     */
    record Times(long start, OptionalLong firstWriteAcknowledged, List<Long> lastProgress, List<Long> ends, long end) {}

    /** Deploys all workloads and returns when all are healthy. Each workload is a list of objects. */
    Times deploy(String namespace, List<List<HasMetadata>> workloads);

    /** Name of the deployer in the report. */
    String label();
}
