package io.jenkins.plugins.deployworkload.rollout.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * Detects a headless Service that is to get a cluster IP. The API server refuses to make a Service headless. The
 * opposite change has no effect and no error: a missing {@code clusterIP} takes the old value, {@code None}.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/registry/core/service/storage/storage.go">patchAllocatedValues</a>
 */
final class HeadlessServiceCheck {

    private static final String NONE = "None";

    private HeadlessServiceCheck() {}

    /**
     * Whether the Service stays headless after an apply, although it is not headless in the definition.
     *
     * @param live the live Service; {@code null} if it is absent or unknown
     */
    static boolean staysHeadless(HasMetadata described, HasMetadata live) {
        return described instanceof Service service
                && live instanceof Service liveService
                && !isHeadless(service)
                && isHeadless(liveService);
    }

    private static boolean isHeadless(Service service) {
        return NONE.equals(service.getSpec().getClusterIP());
    }

    /** The error with which the API server would refuse the change. */
    static KubernetesClientException immutableFieldError() {
        Status status = new StatusBuilder()
                .withCode(422)
                .withNewDetails()
                .addNewCause(
                        "spec.clusterIP",
                        "Invalid value: \"" + NONE + "\": may not change once set",
                        "FieldValueInvalid")
                .endDetails()
                .build();
        return new KubernetesClientException("spec.clusterIP: may not change once set", 422, status);
    }
}
