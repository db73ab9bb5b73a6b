package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import java.util.Comparator;
import java.util.Objects;

/** Computes the status of objects of one kind. A reader has no state of its own: equal arguments give equal results. */
public interface StatusReader<T extends HasMetadata> {

    StatusResult readStatus(T object, ExpectedState expected);

    /**
     * The status of a deleted object.
     *
     * @param last the last known state of the object; {@code null} if the object was never seen
     */
    default StatusResult readStatusAfterDeletion(T last, ExpectedState expected) {
        return StatusResult.failed(Messages.StatusResult_deleted());
    }

    /**
     * The generation that the controller had observed when it wrote the status; {@code Long.MAX_VALUE} for kinds whose
     * status has no observedGeneration.
     */
    default long observedGeneration(T object) {
        return Long.MAX_VALUE;
    }

    /**
     * The time of the failure in the object's status, for {@link ExpectedState#staleFailure()}; {@code null} if the
     * status contains no failure.
     */
    default String failureTime(T object) {
        return null;
    }

    /**
     * The field manager that last changed the object. Changes of the status do not count. The times in managedFields
     * have a resolution of one second. If this plugin and another manager changed the object in the same second, the
     * result is the other manager. The result is used in messages about a client that interfered with the rollout.
     */
    static String lastManager(HasMetadata object) {
        return object.getMetadata().getManagedFields().stream()
                .filter(entry -> entry.getSubresource() == null && entry.getTime() != null)
                .max(Comparator.comparing(ManagedFieldsEntry::getTime)
                        .thenComparing(entry -> !FieldManagers.FIELD_MANAGER.equals(entry.getManager())))
                .map(ManagedFieldsEntry::getManager)
                .orElse("?");
    }

    static long generation(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getGeneration(), 0L);
    }
}
