package io.jenkins.plugins.deployworkload;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.PruneKind;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of the step about the deletion of objects that are no longer in the definition, and of its job. */
public abstract class PruneStep extends ManifestsStep {

    private Boolean prune;

    private List<PruneKind> pruneKinds;

    private Boolean pruneMoreThanHalf;

    private Boolean removeOnDelete;

    public Boolean getPrune() {
        return prune;
    }

    @DataBoundSetter
    public void setPrune(Boolean prune) {
        this.prune = prune;
    }

    /** The kinds of objects that hold data and that are pruned nevertheless. */
    public List<PruneKind> getPruneKinds() {
        return pruneKinds == null ? List.of() : pruneKinds;
    }

    @DataBoundSetter
    public void setPruneKinds(List<PruneKind> pruneKinds) {
        this.pruneKinds = new ArrayList<>(pruneKinds);
    }

    /** Whether to prune also if this deletes more than half of the objects of the application. */
    public Boolean getPruneMoreThanHalf() {
        return pruneMoreThanHalf;
    }

    @DataBoundSetter
    public void setPruneMoreThanHalf(Boolean pruneMoreThanHalf) {
        this.pruneMoreThanHalf = pruneMoreThanHalf;
    }

    /** Whether the applications are removed when the job is deleted. */
    public Boolean getRemoveOnDelete() {
        return removeOnDelete;
    }

    @DataBoundSetter
    public void setRemoveOnDelete(Boolean removeOnDelete) {
        this.removeOnDelete = removeOnDelete;
    }

    RolloutOptions pruneOptions() {
        return RolloutOptions.defaults()
                .withPrune(Boolean.TRUE.equals(prune))
                .withPruneKinds(getPruneKinds())
                .withPruneMoreThanHalf(Boolean.TRUE.equals(pruneMoreThanHalf));
    }

    @Override
    public void check(ValidationContext validation) {
        super.check(validation);
        if (!Boolean.TRUE.equals(prune)) {
            // A removal with the job deletes these kinds too.
            if (!getPruneKinds().isEmpty() && !Boolean.TRUE.equals(removeOnDelete)) {
                validation.addProblem("pruneKinds", Messages.PruneStep_requiresPruneOrRemoveOnDelete());
            }
            if (Boolean.TRUE.equals(pruneMoreThanHalf)) {
                validation.addProblem("pruneMoreThanHalf", Messages.PruneStep_requiresPrune());
            }
        }
    }
}
