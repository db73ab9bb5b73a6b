package io.jenkins.plugins.deployworkload;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.PruneKind;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of the step about objects that are no longer in the definition. */
public abstract class PruneStep extends ManifestsStep {

    private Boolean prune;

    private List<PruneKind> pruneKinds;

    private Boolean pruneMoreThanHalf;

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
            requirePrune(!getPruneKinds().isEmpty(), "pruneKinds", validation);
            requirePrune(Boolean.TRUE.equals(pruneMoreThanHalf), "pruneMoreThanHalf", validation);
        }
    }

    private static void requirePrune(boolean given, String field, ValidationContext validation) {
        if (given) {
            validation.addProblem(field, Messages.PruneStep_requiresPrune());
        }
    }
}
