package io.jenkins.plugins.deployworkload.outputs;

import hudson.model.Run;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.report.DeployedImage;
import io.jenkins.plugins.deployworkload.report.DeploymentsAction;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The images that a build has deployed successfully. A reference contains the digest in addition to the tag if the
 * digest is known, because the tag may have moved since the deploy.
 *
 * @param name the name of this place in messages
 */
record DeployedOutputs(Run<?, ?> build, String name) implements OutputPlace {

    @Override
    public Findings find(String file, Tool tool, Consumer<String> notes) {
        return findings(DeploymentsAction.images(build));
    }

    Findings findings(List<DeployedImage> deployed) {
        return new Findings(
                deployed.stream()
                        .map(image -> FoundImage.of(reference(image), Tool.DEPLOYED, name))
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList(),
                List.of(),
                List.of(),
                List.of(name),
                List.of(),
                List.of());
    }

    private static String reference(DeployedImage image) {
        String reference = image.getImage();
        return image.getDigest() == null || reference.contains("@") ? reference : reference + "@" + image.getDigest();
    }
}
