package io.jenkins.plugins.deployworkload.image.search;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.AmbiguousImageException;
import io.jenkins.plugins.deployworkload.image.model.ChosenImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import java.util.HashMap;
import java.util.Map;

/**
 * Sees to it that a digest that was found alone is taken for one repository only. It is of the one that was asked for, if it
 * is asked for once; if two containers ask for two, it cannot be both.
 */
public final class DigestAssignments {

    private final Map<String, String> repositoryByDigest = new HashMap<>();

    /**
     * Takes note of an image of the deployment.
     *
     * @throws AmbiguousImageException if its digest was taken for another repository before
     */
    public void add(ChosenImage chosen) throws AmbiguousImageException {
        if (!chosen.repositoryFromQuery()) {
            return;
        }
        String repository = chosen.image().repository();
        String owner = repositoryByDigest.putIfAbsent(chosen.image().digest(), repository);
        if (owner != null && !OciReference.normalized(owner).equals(OciReference.normalized(repository))) {
            throw new AmbiguousImageException(Messages.DigestAssignments_twoRepositories(
                    chosen.image().digest(), String.join("; ", chosen.outputs()), owner, repository));
        }
    }
}
