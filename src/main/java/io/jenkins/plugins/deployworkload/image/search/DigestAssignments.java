package io.jenkins.plugins.deployworkload.image.search;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.AmbiguousImageException;
import io.jenkins.plugins.deployworkload.image.model.ChosenImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import java.util.HashMap;
import java.util.Map;

/**
 * Refuses to use one digest for two repositories. If an output contains only a digest, the repository is taken from the
 * query of a container. If the queries of two containers name different repositories, the digest cannot belong to both
 * of them.
 */
public final class DigestAssignments {

    private final Map<String, String> repositoryByDigest = new HashMap<>();

    /** @throws AmbiguousImageException if another container already uses the digest with another repository */
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
