package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Map;
import java.util.Objects;

/**
 * A claim is healthy when it is bound to a volume. A claim that only a pod can bind is healthy too, while no pod uses
 * it: the binding mode WaitForFirstConsumer provisions a volume on the node of the first pod. The annotations of the
 * volume controller and the scheduler tell the binding modes apart, so the rollout needs no permission to read
 * StorageClasses.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/controller/volume/persistentvolume/pv_controller.go">syncUnboundClaim</a>
 */
final class PersistentVolumeClaimStatusReader implements StatusReader<PersistentVolumeClaim> {

    /** The scheduler has chosen a node for a pod that uses the claim. */
    private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    /** The volume controller has asked a provisioner for a volume. */
    private static final String PROVISIONER = "volume.kubernetes.io/storage-provisioner";

    @Override
    public StatusResult readStatus(PersistentVolumeClaim object, ExpectedState expected) {
        if (object.getMetadata().getDeletionTimestamp() != null) {
            return StatusResult.inProgress(Messages.StatusReader_beingDeleted());
        }
        String phase = object.getStatus() == null ? null : object.getStatus().getPhase();
        if ("Bound".equals(phase)) {
            return StatusResult.healthy(Messages.PersistentVolumeClaimStatusReader_bound(
                    String.valueOf(object.getSpec().getVolumeName())));
        }
        if ("Lost".equals(phase)) {
            return StatusResult.failed(Messages.PersistentVolumeClaimStatusReader_lost(
                    String.valueOf(object.getSpec().getVolumeName())));
        }
        Map<String, String> annotations =
                Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
        if (annotations.containsKey(PROVISIONER)) {
            return StatusResult.inProgress(
                    Messages.PersistentVolumeClaimStatusReader_provisioning(annotations.get(PROVISIONER)));
        }
        return annotations.containsKey(SELECTED_NODE) || !expected.settled()
                ? StatusResult.inProgress(Messages.PersistentVolumeClaimStatusReader_pending())
                : StatusResult.healthy(Messages.PersistentVolumeClaimStatusReader_unused());
    }
}
