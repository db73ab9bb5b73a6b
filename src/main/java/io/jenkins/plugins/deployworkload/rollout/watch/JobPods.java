package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;

/** Reads the pods of a failed Job, because the watch of the Job can be ahead of the watch of its pods. */
final class JobPods {

    /** A label that the Job controller adds to its pods. */
    private static final String CONTROLLER_UID = "batch.kubernetes.io/controller-uid";

    private final WatchContext context;

    JobPods(WatchContext context) {
        this.context = context;
    }

    /**
     * Reads the pods and stores them in the cache. Stores nothing if the account may not read pods.
     *
     * @param check see {@link Mailbox#await}
     */
    <X extends Exception> void read(Job job, WorkloadCache cache, Mailbox.Check<X> check) throws X {
        ApiRequest request = ApiRequest.get(
                "/api/v1/namespaces/" + job.getMetadata().getNamespace() + "/pods",
                Map.of("labelSelector", CONTROLLER_UID + "=" + job.getMetadata().getUid()));
        context.mailbox()
                .await(
                        VirtualThreads.submit(() -> context.connection()
                                        .apiClient()
                                        .call(request, PodList.class)
                                        .object()
                                        .getItems())
                                .orTimeout(FinalStatusCheck.REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                                .exceptionally(problem -> {
                                    WatchContext.LOGGER.log(
                                            Level.FINE, "The pods of a failed Job could not be read", problem);
                                    return List.of();
                                }),
                        check)
                .forEach(cache::upsert);
    }
}
