package io.jenkins.plugins.deployworkload.image;

import java.util.HashMap;
import java.util.Map;

/**
 * Sees to it that a digest that was found alone is taken for one repository only. It is of the one that was asked for, if it
 * is asked for once; if two containers ask for two, it cannot be both.
 */
public final class DigestOwners {

    private final Map<String, String> repositories = new HashMap<>();

    /**
     * Takes note of an image of the deployment.
     *
     * @throws AmbiguousImageException if its digest was taken for another repository before
     */
    public void add(ChosenImage chosen) throws AmbiguousImageException {
        if (!chosen.paired()) {
            return;
        }
        String repository = chosen.image().repository();
        String owner = repositories.putIfAbsent(chosen.image().digest(), repository);
        if (owner != null && !Reference.canonical(owner).equals(Reference.canonical(repository))) {
            throw new AmbiguousImageException(Messages.Digest_twoRepositories(
                    chosen.image().digest(), String.join("; ", chosen.outputs()), owner, repository));
        }
    }
}
