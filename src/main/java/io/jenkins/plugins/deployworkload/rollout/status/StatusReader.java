package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import java.util.Comparator;
import java.util.Objects;

/** Knows when objects of one kind are done. Pure: the same object and goal give the same verdict. */
public interface StatusReader<T extends HasMetadata> {

    StatusResult readStatus(T object, ExpectedState goal);

    /**
     * What to think of an object that is gone.
     *
     * @param last what was seen last of it; {@code null} if nothing was
     */
    default StatusResult readStatusAfterDeletion(T last, ExpectedState goal) {
        return StatusResult.failed(Messages.StatusResult_deleted());
    }

    /** Of which generation the status tells; of those whose controller does not say, the last. */
    default long observedGeneration(T object) {
        return Long.MAX_VALUE;
    }

    /** When the failure that the object shows was written, see {@link ExpectedState}; {@code null} if it shows none. */
    default String failureTime(T object) {
        return null;
    }

    /**
     * Who changed the object last, other than its status. Times are whole seconds: of two in the same one it was not this
     * product, whose own change is the one that was expected.
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
