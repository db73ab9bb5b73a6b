package io.jenkins.plugins.deployworkload.manifest.file;

import io.jenkins.plugins.deployworkload.manifest.objects.PatchFiles;
import io.jenkins.plugins.deployworkload.manifest.objects.ReferencedFiles;
import io.jenkins.plugins.deployworkload.manifest.objects.ReferencedFiles.FileSource;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import io.jenkins.plugins.deployworkload.workload.patch.Patch;
import java.util.ArrayList;
import java.util.List;

/**
 * An application that manifests define.
 *
 * @param name the name of the application
 * @param files Ant pattern of the manifests
 * @param patches the patches of the objects
 */
public record ManifestRequest(String name, String files, List<Patch> patches) {

    public ManifestRequest {
        patches = List.copyOf(patches);
    }

    /** The manifests and the patches, with the content of their files. */
    public record Read(String name, Manifests manifests, PatchFiles patches) {

        /**
         * Makes the objects. Can be called only once.
         *
         * @param images each with an image reference
         * @throws InvalidDescriptionException with all problems, up to a limit
         */
        public ManifestApplication render(List<ImageOverride> images, String namespace)
                throws InvalidDescriptionException {
            return new ManifestApplication(
                    name,
                    ManifestRenderer.render(manifests, images, patches, namespace),
                    manifests.objects().stream()
                            .map(object -> object.location(""))
                            .toList());
        }
    }

    /** The patterns of all files. */
    public List<String> patterns() {
        List<String> patterns = new ArrayList<>(ReferencedFiles.patchFiles(patches));
        patterns.add(files);
        return patterns;
    }

    /** @throws InvalidDescriptionException if files are missing or not valid; the exception has the problems of all */
    public Read read(FileSource source, Variables variables) throws InvalidDescriptionException {
        List<ReferencedFiles.YamlFile> found = source.matching(files);
        if (found.isEmpty()) {
            throw new InvalidDescriptionException(
                    List.of(new Problem("manifests", Messages.ManifestRequest_noMatch(files))));
        }
        PatchFiles read = ReferencedFiles.readPatches(patches, source, variables);
        return new Read(name, ManifestReader.read(found, variables), read);
    }
}
