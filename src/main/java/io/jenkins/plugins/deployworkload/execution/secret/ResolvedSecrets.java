package io.jenkins.plugins.deployworkload.execution.secret;

import hudson.AbortException;
import io.jenkins.plugins.deployworkload.manifest.objects.SecretData;
import java.util.Map;
import java.util.Optional;

/** The values of a workload's Secrets, and the hash of each credential. */
public final class ResolvedSecrets {

    private final String workload;
    private final SecretData values;
    private final Map<String, String> hashes;
    private final Map<String, String> ids;

    /**
     * @param hashes the hashes of the credentials, by the path of the field that names the credential
     * @param ids the IDs of the credentials, by the same paths
     */
    ResolvedSecrets(String workload, SecretData values, Map<String, String> hashes, Map<String, String> ids) {
        this.workload = workload;
        this.values = values;
        this.hashes = Map.copyOf(hashes);
        this.ids = Map.copyOf(ids);
    }

    public SecretData values() {
        return values;
    }

    /** For storage: a hash does not reveal the value. */
    public Map<String, String> hashes() {
        return hashes;
    }

    /**
     * Compares the credentials with those of the plan, which may be of another process.
     *
     * @return which credential has changed, as a sentence for users; empty if none has
     */
    public Optional<String> changeSince(Map<String, String> planned) {
        return hashes.keySet().stream()
                .sorted()
                .filter(path -> !hashes.get(path).equals(planned.get(path)))
                .map(path -> Messages.ResolvedSecrets_changed(workload, path, ids.get(path)))
                .findFirst();
    }

    /**
     * @param planned the hashes when the plan was made
     * @throws AbortException if {@link #changeSince} finds a change
     */
    public void requireUnchangedSince(Map<String, String> planned) throws AbortException {
        Optional<String> change = changeSince(planned);
        if (change.isPresent()) {
            throw new AbortException(change.get());
        }
    }
}
