package io.jenkins.plugins.deployworkload.manifest.file;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.objects.ObjectTrees;
import io.jenkins.plugins.deployworkload.manifest.objects.PatchFiles;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import java.util.ArrayList;
import java.util.List;

/** Makes the objects of an application from manifests, images and patches. */
public final class ManifestRenderer {

    private ManifestRenderer() {}

    /**
     * Replaces the images, then applies the patches.
     *
     * @param manifests the trees of its objects change
     * @param images each with an image reference
     * @param namespace the namespace of the deploy
     * @throws InvalidDescriptionException with all problems, up to a limit
     */
    public static List<HasMetadata> render(
            Manifests manifests, List<ImageOverride> images, PatchFiles patches, String namespace)
            throws InvalidDescriptionException {
        List<Problem> problems = new ArrayList<>(ManifestImages.replace(manifests.objects(), images));
        ObjectTrees trees = new ObjectTrees(namespace, true);
        for (int i = 0; i < manifests.objects().size(); i++) {
            trees.add(manifests.objects().get(i).tree(), "[" + i + "]");
        }
        trees.problems().forEach(problem -> problems.add(located(problem, manifests)));
        ManifestReader.throwIfAny(problems);
        trees.patch(patches.patches());
        ManifestReader.throwIfAny(
                trees.problems().stream().map(patches::located).toList());
        return trees.objects();
    }

    /** @param problem its path begins with the index of the object in brackets */
    private static Problem located(Problem problem, Manifests manifests) {
        int end = problem.path().indexOf(']');
        ManifestObject object =
                manifests.objects().get(Integer.parseInt(problem.path().substring(1, end)));
        String field = problem.path().substring(end + 1).replaceFirst("^\\.", "");
        return object.problem(field, problem.message());
    }
}
