package io.jenkins.plugins.deployworkload.rollout.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Plans a deploy with a dry run of its objects. The plan shows a refusal before anything is applied, and the differences
 * for a dry run.
 */
public final class Planner {

    private final Applier.ApplyContext context;

    public Planner(Applier.ApplyContext context) {
        this.context = context.forDryRun();
    }

    /**
     * Plans all objects at the same time, and blocks until the API server has answered. A dry run creates nothing, so an
     * object that requires another new object is refused. The plan then is that the deploy creates both, and that the
     * API server checks the second object later.
     *
     * @param liveStates returns the live state of an object
     */
    public List<PlannedObject> plan(List<HasMetadata> objects, Function<HasMetadata, LiveState> liveStates) {
        List<PlannedObject> plan = planEach(objects, liveStates);
        List<HasMetadata> created = plan.stream()
                .filter(planned ->
                        planned.answer() != null && planned.answer().status() == HttpURLConnection.HTTP_CREATED)
                .map(PlannedObject::object)
                .toList();
        return plan.stream()
                .map(planned ->
                        mayRequireAny(planned, created) ? planned.withAnswer(created(planned.object())) : planned)
                .toList();
    }

    private static boolean mayRequireAny(PlannedObject planned, List<HasMetadata> created) {
        return planned.live().object() == null
                && planned.refusal() != null
                && (ApiErrors.hasCode(planned.refusal(), HttpURLConnection.HTTP_NOT_FOUND)
                        || ApiErrors.hasCode(planned.refusal(), HttpURLConnection.HTTP_FORBIDDEN))
                && created.stream().anyMatch(earlier -> ResourceKinds.mayRequire(planned.object(), earlier));
    }

    private ApiResponse<? extends HasMetadata> created(HasMetadata object) {
        return new ResourceClient(context, object).describeCreated();
    }

    private List<PlannedObject> planEach(List<HasMetadata> objects, Function<HasMetadata, LiveState> liveStates) {
        return VirtualThreads.forEach(objects, object -> {
            boolean autoscaled = AutoscalerTakeover.isAutoscaled(object, List.of(objects), context.namespace());
            PlannedObject planned = plan(object, liveStates.apply(object), autoscaled);
            // An object that was assumed to be absent exists.
            return planned.live() == LiveState.ABSENT
                            && planned.refusal() != null
                            && ApiErrors.isOptimisticLockConflict(planned.refusal())
                    ? planExisting(object, autoscaled)
                    : planned;
        });
    }

    private PlannedObject planExisting(HasMetadata object, boolean autoscaled) {
        try {
            return plan(object, new ResourceClient(context, object).read(), autoscaled);
        } catch (RuntimeException problem) {
            return new PlannedObject(object, LiveState.UNKNOWN, null, null, problem);
        }
    }

    private PlannedObject plan(HasMetadata object, LiveState live, boolean autoscaled) {
        AtomicReference<Set<String>> replacedFields = new AtomicReference<>();
        try {
            ApiResponse<? extends HasMetadata> answer =
                    new DryRunTask(context, object, autoscaled, replacedFields::set).run(live);
            return new PlannedObject(object, live, answer, replacedFields.get(), null);
        } catch (RuntimeException problem) {
            return new PlannedObject(object, live, null, null, problem);
        }
    }

    /** See {@link WriteCheck#mayKeepFieldsOfOthers}. */
    public boolean mayKeepFieldsOfOthers(HasMetadata object, LiveState live) {
        return new WriteCheck(context, object).mayKeepFieldsOfOthers(live);
    }

    /** The objects of a plan that keep fields of other clients, with these fields. */
    public List<HasMetadata> withFieldsOfOthers(List<PlannedObject> plan) {
        return plan.stream()
                .filter(planned ->
                        planned.answer() != null && planned.answer().status() != HttpURLConnection.HTTP_CREATED)
                .flatMap(planned -> new WriteCheck(context, planned.object())
                        .withFieldsOfOthers(planned.answer().object()).stream())
                .toList();
    }

    /** See {@link ResourceClient#isUnchanged}. */
    public boolean isUnchanged(HasMetadata object, LiveState live) {
        return new ResourceClient(context, object).isUnchanged(live);
    }

    /**
     * Whether a refusal of the dry run also is a refusal of the deploy. A webhook may not support a dry run, and a conflict
     * with a controller is solved by reading the object again. If the deploy replaces objects, an existing object may be
     * the cause of the refusal.
     */
    public boolean isFinal(RuntimeException refusal) {
        return !ApiErrors.isDryRunUnsupported(refusal)
                && !ApiErrors.isOptimisticLockConflict(refusal)
                && !(context.options().replace() && ApiErrors.isCausedByExistingObject(refusal));
    }
}
