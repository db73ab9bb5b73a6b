package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.Set;
import java.util.stream.Stream;

/**
 * The image cannot be fetched. Registries fail and come back, so the kubelet goes on trying, and so does this wait for a
 * while.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/kubelet/images/types.go">the kubelet's reasons</a>
 */
final class ImagePull implements Signal {

    static final String NAME = "ImagePull";

    private static final Set<String> REASONS = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "RegistryUnavailable",
            "ImageInspectError",
            "SignatureValidationFailed");

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.ImagePull_what(), Messages.ImagePull_advice());
        return Waits.of(scene, text, REASONS);
    }
}
