package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.discovery.ResourceTypes;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import java.util.List;
import java.util.Optional;

/**
 * Finds the kinds of the objects of a rollout before the rollout watches or applies them, and asks the policy, which
 * decides on objects with known kinds.
 */
final class KindResolver {

    /**
     * A kind that the API server does not serve, an object that does not match its kind, or an object that the policy of
     * the rollout does not allow.
     */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1;

        private final transient RolloutEnd refusal;

        private RefusedException(RolloutEnd refusal) {
            super(refusal.message());
            this.refusal = refusal;
        }

        RolloutEnd refusal() {
            return refusal;
        }
    }

    private final RolloutContext context;
    private final RolloutThread thread;

    KindResolver(RolloutContext context, RolloutThread thread) {
        this.context = context;
        this.thread = thread;
    }

    /**
     * @return the objects with the classes of their kinds
     * @throws RuntimeException the error of a discovery request
     */
    List<HasMetadata> resolve(List<HasMetadata> objects) throws RolloutInterruptedException, RefusedException {
        ResourceTypes.Resolution resolution =
                thread.read(() -> context.types().resolve(new CreatedNamespace(context).addTo(objects)));
        if (!resolution.problems().isEmpty()) {
            String problems = Sentences.join(resolution.problems());
            throw new RefusedException(RolloutEnd.refused(context.redactor().redact(problems)));
        }
        Optional<RolloutEnd> notAllowed = context.policy().check(resolution.objects());
        if (notAllowed.isPresent()) {
            throw new RefusedException(notAllowed.get());
        }
        context.state().resolve(resolution.objects(), context.types());
        return resolution.objects();
    }

    /**
     * Finds the kinds of the objects that another process has applied.
     *
     * @throws RuntimeException the error of a discovery request, which the state of the rollout records
     */
    void resume(RolloutCheckpoint saved) throws RolloutInterruptedException {
        List<ObjectRef> refs =
                saved.objects().stream().map(object -> object.object().ref()).toList();
        try {
            thread.runRead(() -> context.types().resolveAll(refs));
            context.state().resolve(saved, List.of(), context.types());
        } catch (RuntimeException problem) {
            context.state().unresolved(context.describeFailure(problem));
            throw problem;
        }
    }
}
