package io.jenkins.plugins.deployworkload.rollout.revision;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Owner;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutParameters;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a deploy may write the application. The owner in the index counts. If the index is not trusted or
 * cannot be read, the owners on the live objects count, as far as their codes are right. An owner that cannot be
 * verified neither refuses nor allows a deploy: otherwise everybody who may write a ConfigMap could stop deploys.
 */
final class OwnerCheck {

    private final Deployer deployer;
    private final boolean adopt;
    private final OwnerMark marks;

    private OwnerCheck(Deployer deployer, boolean adopt, OwnerMark marks) {
        this.deployer = deployer;
        this.adopt = adopt;
        this.marks = marks;
    }

    static OwnerCheck of(RolloutParameters parameters, OwnerMark marks) {
        return new OwnerCheck(parameters.deployer(), parameters.options().adopt(), marks);
    }

    Deployer deployer() {
        return deployer;
    }

    /** The value of the owner annotation on the objects that this deploy applies; empty for none. */
    Optional<String> mark() {
        return marks.value(deployer.owner());
    }

    /**
     * @param history the verified index; {@code null} if there is none
     * @param live the live objects of the application
     * @return the owner that the deploy takes the application from; empty if the owner stays the same
     * @throws ForeignOwnerException if another owner owns the application, or nobody owns it and the deploy may not take
     *     it over
     */
    Optional<Owner> check(RevisionHistory history, Collection<HasMetadata> live) {
        return history != null ? check(history) : checkAny(marks.find(live));
    }

    /**
     * Like {@link #check(RevisionHistory, Collection)}, for the index at the moment of the activation.
     *
     * @param history a verified index
     */
    Optional<Owner> check(RevisionHistory history) {
        if (history.owner() != null) {
            return checkAny(List.of(history.owner()));
        }
        if (history.latest() != null && !deployer.mayTakeOver()) {
            throw new ForeignOwnerException(Messages.OwnerCheck_notOwned());
        }
        return Optional.empty();
    }

    /**
     * Several owners are found after an adoption, because unchanged objects keep their annotation. One of them
     * suffices.
     */
    private Optional<Owner> checkAny(List<Owner> owners) {
        if (owners.isEmpty() || owners.stream().anyMatch(deployer::mayDeploy)) {
            return Optional.empty();
        }
        Owner owner = owners.getFirst();
        if (!adopt) {
            throw new ForeignOwnerException(refusal(owner));
        }
        return Optional.of(owner);
    }

    private String refusal(Owner owner) {
        boolean isOtherInstance =
                deployer.owner() != null && !deployer.owner().instance().equals(owner.instance());
        return isOtherInstance
                ? Messages.OwnerCheck_otherInstance(owner.label(), Owner.printable(owner.instance()))
                : Messages.OwnerCheck_otherOwner(owner.label());
    }
}
