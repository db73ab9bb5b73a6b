package io.jenkins.plugins.deployworkload.rollout.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * A Service without an address keeps none. The API server refuses to take an address away; the other way it says nothing,
 * puts the old value into what leaves it out, and leaves the Service headless.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/registry/core/service/storage/storage.go">patchAllocatedValues</a>
 */
final class HeadlessServiceCheck {

    private static final String NONE = "None";

    private HeadlessServiceCheck() {}

    /**
     * Whether an apply would leave it headless, or has, though it is not described so.
     *
     * @param live {@code null} where it is not known, or is not there
     */
    static boolean staysHeadless(HasMetadata described, HasMetadata live) {
        return described instanceof Service service
                && live instanceof Service there
                && !isHeadless(service)
                && isHeadless(there);
    }

    private static boolean isHeadless(Service service) {
        return NONE.equals(service.getSpec().getClusterIP());
    }

    /** What the API server would say if it said something. */
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
