package io.jenkins.plugins.deployworkload.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.OptionalLong;

/** A way to deploy and wait. */
interface Deployer {

    /**
     * One deploy of several workloads.
     *
     * @param start before anything was done
     * @param firstWriteAcknowledged when the first write was acknowledged; empty where the deployer does not tell
     * @param lastProgress when each was last told to get on, in the order of the workloads; empty where the deployer does not tell
     * @param ends when each was known to run, in the order of the workloads
     * @param end when the caller may go on
     */
    record Times(long start, OptionalLong firstWriteAcknowledged, List<Long> lastProgress, List<Long> ends, long end) {}

    /** Deploys all workloads, each a list of objects, and returns when all run. */
    Times deploy(String namespace, List<List<HasMetadata>> workloads);

    /** As it is called in the table. */
    String label();
}
