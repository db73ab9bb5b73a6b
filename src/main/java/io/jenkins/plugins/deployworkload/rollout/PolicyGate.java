package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.apply.Applier;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy.NotAllowedException;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import java.util.List;
import java.util.Optional;

/** Asks the policy of a rollout before its writes. */
final class PolicyGate implements Applier.WritePolicy {

    private final RolloutPolicy policy;
    private final RolloutState state;
    private volatile List<HasMetadata> checked = List.of();

    PolicyGate(RolloutPolicy policy, RolloutState state) {
        this.policy = policy;
        this.state = state;
    }

    /** The gate of the rollback, which asks the same policy. */
    PolicyGate forRollback(RolloutState rollbackState) {
        return new PolicyGate(policy, rollbackState);
    }

    boolean allowsContainerLogs() {
        return policy.allowsContainerLogs();
    }

    /** See {@link RolloutPolicy#namespaceRefusal}. */
    Optional<String> namespaceRefusal(String namespace) {
        return policy.namespaceRefusal(namespace);
    }

    /** The end of the rollout if the policy does not allow it to apply these objects. */
    Optional<RolloutEnd> check(List<HasMetadata> objects) {
        checked = objects;
        return reason(objects).map(RolloutEnd::refused);
    }

    /** Why the policy does not allow to apply these objects, as sentences. */
    Optional<String> reason(List<HasMetadata> objects) {
        String reasons = Sentences.join(policy.refusals(state.parameters().options(), objects));
        return reasons.isEmpty() ? Optional.empty() : Optional.of(reasons);
    }

    /**
     * Why the policy does not allow further writes, with the objects that it has allowed. After a restart, a rollout that
     * has applied all objects no longer knows them.
     */
    Optional<String> reason() {
        return reason(checked);
    }

    /**
     * Why the policy does not allow objects with the fields that an apply keeps, as sentences.
     *
     * @param merged the objects with the fields of all clients
     */
    Optional<String> reasonAgainstMerged(List<HasMetadata> merged) {
        return merged.isEmpty() ? Optional.empty() : reason(merged).map(Messages::PolicyGate_merged);
    }

    /** @throws NotAllowedException if the policy allows no write at all now, such as a deletion */
    void require() {
        throwIfAny(reason(List.of()));
    }

    /** @throws NotAllowedException if the policy does not allow further writes; see {@link #reason()} */
    void requireWritable() {
        throwIfAny(reason());
    }

    @Override
    public void require(HasMetadata object) {
        throwIfAny(reason(List.of(object)));
    }

    @Override
    public void requireMerged(HasMetadata merged) {
        throwIfAny(reasonAgainstMerged(List.of(merged)));
    }

    private static void throwIfAny(Optional<String> reason) {
        reason.ifPresent(reasons -> {
            throw new NotAllowedException(reasons);
        });
    }
}
