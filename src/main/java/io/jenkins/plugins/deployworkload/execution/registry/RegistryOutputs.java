package io.jenkins.plugins.deployworkload.execution.registry;

import hudson.model.Job;
import io.jenkins.plugins.deployworkload.cluster.registries.ConfiguredRegistries;
import io.jenkins.plugins.deployworkload.cluster.registries.ContainerRegistry;
import io.jenkins.plugins.deployworkload.cluster.registries.RegistryAccess;
import io.jenkins.plugins.deployworkload.image.model.ChosenImage;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.outputs.ImageResolution;
import io.jenkins.plugins.deployworkload.outputs.UnresolvedImageException;
import io.jenkins.plugins.deployworkload.registry.RegistryAddress;
import io.jenkins.plugins.deployworkload.registry.RegistryException;
import io.jenkins.plugins.deployworkload.workload.image.BuiltImage;
import io.jenkins.plugins.deployworkload.workload.image.ImageFromRegistry;
import java.util.Optional;
import java.util.function.Consumer;

/** Resolves images of registries that a job may use, and leaves images of builds to another source. */
public final class RegistryOutputs implements ImageResolution.Outputs {

    private final Job<?, ?> job;
    private final ImageResolution.Outputs builds;

    /** @param builds finds the images of builds */
    public RegistryOutputs(Job<?, ?> job, ImageResolution.Outputs builds) {
        this.job = job;
        this.builds = builds;
    }

    @Override
    public ChosenImage choose(BuiltImage query, Consumer<String> notes)
            throws UnresolvedImageException, InterruptedException {
        return builds.choose(query, notes);
    }

    @Override
    public String resolve(ImageFromRegistry image, Consumer<String> notes)
            throws UnresolvedImageException, InterruptedException {
        String text = image.reference();
        OciReference reference = OciReference.parse(text);
        if (reference == null || reference.tag() == null || reference.digest() != null) {
            throw new UnresolvedImageException(Messages.RegistryOutputs_invalid(Excerpt.line(text, 300)));
        }
        if (!image.needsDigest()) {
            return text;
        }
        String jobName = job.getFullName();
        Optional<ContainerRegistry> registry =
                RegistryAccess.find(RegistryAccess.ofJob(ConfiguredRegistries.all(), jobName), reference);
        if (registry.isEmpty()) {
            throw new UnresolvedImageException(Messages.RegistryOutputs_notConfigured(text, jobName));
        }
        try {
            String digest = RegistryAccess.SERVICE
                    .client(RegistryAccess.settings(registry.get()))
                    .image(RegistryAddress.path(reference), reference.tag())
                    .digest();
            notes.accept(Messages.RegistryOutputs_resolved(text, digest));
            return text + "@" + digest;
        } catch (RegistryException | IllegalStateException | IllegalArgumentException e) {
            throw new UnresolvedImageException(Messages.RegistryOutputs_failed(text, e.getMessage()));
        }
    }
}
