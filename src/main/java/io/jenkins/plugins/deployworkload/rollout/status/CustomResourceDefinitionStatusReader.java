package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Optional;

/**
 * A CustomResourceDefinition is healthy when the API server serves its kind. A change by another client is not an
 * interference, because a controller may inject the certificate of the conversion webhook.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/types.go">CustomResourceDefinitionConditionType</a>
 */
final class CustomResourceDefinitionStatusReader implements StatusReader<GenericKubernetesResource> {

    @Override
    public StatusResult readStatus(GenericKubernetesResource object, ExpectedState expected) {
        if (object.getMetadata().getDeletionTimestamp() != null) {
            return StatusResult.inProgress(Messages.StatusReader_beingDeleted());
        }
        List<Condition> conditions = Condition.of(object);
        Optional<Condition> refused = refused(conditions)
                .filter(condition -> !condition.lastTransitionTime().equals(expected.staleFailure()));
        if (refused.isPresent()) {
            return StatusResult.failed(Messages.CustomResourceDefinitionStatusReader_namesRefused(
                    refused.get().describe()));
        }
        boolean established = refused(conditions).isEmpty()
                && Condition.find(conditions, "Established")
                        .filter(Condition::isTrue)
                        .isPresent();
        return established
                ? StatusResult.healthy(Messages.CustomResourceDefinitionStatusReader_established())
                : StatusResult.inProgress(Messages.CustomResourceDefinitionStatusReader_notEstablished());
    }

    @Override
    public String failureTime(GenericKubernetesResource object) {
        return refused(Condition.of(object)).map(Condition::lastTransitionTime).orElse(null);
    }

    /** Another definition of the group has the same names. */
    private static Optional<Condition> refused(List<Condition> conditions) {
        return Condition.find(conditions, "NamesAccepted").filter(Condition::isFalse);
    }
}
