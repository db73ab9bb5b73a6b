package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.rollout.model.Fence.SupersededException;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy.NotAllowedException;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Decides whether a rollout may write one object. Each method throws an exception if it may not. */
final class WriteCheck {

    private final Applier.ApplyContext context;
    private final HasMetadata object;
    private final KubernetesSerialization serialization;
    private volatile HasMetadata allowedMerge;

    WriteCheck(Applier.ApplyContext context, HasMetadata object) {
        this.context = context;
        this.object = object;
        this.serialization = context.connection().client().getKubernetesSerialization();
    }

    /**
     * An existing Job can only be replaced, because its pod template is immutable.
     *
     * @throws RuntimeException if this application must not apply the object
     */
    void requireOwnership(LiveState live) {
        if (object instanceof Job && !live.isBeingDeleted()) {
            requireReplaceable(live.object());
        } else {
            refuse(context.ownership()
                    .refusal(object, live.object(), context.options().adopt()));
        }
    }

    /**
     * @param existing the object that would be deleted; {@code null} if it is not known
     * @throws RuntimeException if this application must not delete the object to create it again
     */
    void requireReplaceable(HasMetadata existing) {
        refuse(context.ownership()
                .replacementRefusal(object, existing, context.options().adopt()));
    }

    private static void refuse(Optional<String> refusal) {
        refusal.ifPresent(reason -> {
            throw new KubernetesClientException(
                    reason,
                    HttpURLConnection.HTTP_CONFLICT,
                    new StatusBuilder()
                            .withCode(HttpURLConnection.HTTP_CONFLICT)
                            .withMessage(reason)
                            .withNewDetails()
                            .addNewCause(null, reason, "ForeignOwner")
                            .endDetails()
                            .build());
        });
    }

    /**
     * Asks the policy about the object in the definition.
     *
     * @throws NotAllowedException if the rules have changed and no longer allow the object
     */
    void requireAllowed() {
        context.policy().require(object);
    }

    /**
     * Asks the policy and the history again, because time has passed since the first write of the object.
     *
     * @throws NotAllowedException if the rules have changed and no longer allow the object
     * @throws SupersededException if another deploy is active
     */
    void requireWritable() {
        requireAllowed();
        context.fence().check();
    }

    /**
     * Like {@link #requireWritable}, for a write that the API server has rejected and that is sent again unchanged. Called
     * on any thread.
     */
    void requireRepeatable() {
        HasMetadata merged = allowedMerge;
        if (merged != null) {
            context.policy().requireMerged(merged);
        }
        requireWritable();
    }

    /**
     * Asks the policy about the object with the fields of other clients, which the apply would keep.
     *
     * @param live the live state that the apply starts from
     * @return whether the apply must require the resourceVersion of the live state, because the policy was not asked about
     *     any other state
     * @throws NotAllowedException if the policy does not allow the result of the apply
     * @throws RuntimeException the error of the apply, as its dry run returns it
     */
    boolean requireAllowedMerge(LiveState live) {
        allowedMerge = null;
        if (live.object() == null || !merged(live.object()).hasFieldsOfOthers()) {
            return live.equals(LiveState.ABSENT);
        }
        ResourceClient dryRun = new ResourceClient(context.forDryRun(), object);
        HasMetadata answer = dryRun.apply(dryRun.payload(live), live.resourceVersion(), false)
                .object();
        HasMetadata merged = withFieldsOfOthers(answer).orElse(null);
        if (merged != null) {
            context.policy().requireMerged(merged);
        }
        allowedMerge = merged;
        return true;
    }

    /**
     * @param live the live state, which may not be known
     * @return whether an apply may keep fields that other clients have set
     */
    boolean mayKeepFieldsOfOthers(LiveState live) {
        return live.object() == null
                ? !live.equals(LiveState.ABSENT)
                : merged(live.object()).hasFieldsOfOthers();
    }

    /**
     * @param answer the object after an apply
     * @return the object with the fields of other clients; empty if the apply has kept none
     */
    Optional<HasMetadata> withFieldsOfOthers(HasMetadata answer) {
        MergedObject merged = merged(answer);
        return merged.hasFieldsOfOthers()
                ? Optional.of(new ResourceClient(context, object).toObject(merged.fields()))
                : Optional.empty();
    }

    private MergedObject merged(HasMetadata existing) {
        return new MergedObject(
                serialization.convertValue(existing, JsonNode.class),
                context.options().adopt());
    }
}
