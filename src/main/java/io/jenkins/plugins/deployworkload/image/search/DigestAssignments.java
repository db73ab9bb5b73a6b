package io.jenkins.plugins.deployworkload.image.search;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.AmbiguousImageException;
import io.jenkins.plugins.deployworkload.image.model.ChosenImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import java.util.HashMap;
import java.util.Map;

/**
 * Ensures that a digest without a repository is used with one repository only. Such a digest is used with the
 * repository that the query names. If two containers query different repositories, the digest cannot belong to both.
 */
public final class DigestAssignments {

    private final Map<String, String> repositoryByDigest = new HashMap<>();

    /** @throws AmbiguousImageException if the digest of the image is already used for another repository */
    public void add(ChosenImage chosen) throws AmbiguousImageException {
        if (!chosen.repositoryFromQuery()) {
            return;
        }
        String repository = chosen.image().repository();
        String other = repositoryByDigest.putIfAbsent(chosen.image().digest(), repository);
        if (other != null && !OciReference.normalized(other).equals(OciReference.normalized(repository))) {
            throw new AmbiguousImageException(Messages.DigestAssignments_twoRepositories(
                    chosen.image().digest(), String.join("; ", chosen.outputs()), other, repository));
        }
    }
}
