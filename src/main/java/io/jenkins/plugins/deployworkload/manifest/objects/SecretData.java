package io.jenkins.plugins.deployworkload.manifest.objects;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The resolved values of a workload's Secrets. This class is not a record, so that no log shows its content by mistake.
 */
public final class SecretData {

    /** No values: the Secrets of a workload are rendered without data, for checks and previews. */
    public static final SecretData NONE = new SecretData(Map.of(), null);

    private final Map<String, Map<String, String>> data;
    private final UnaryOperator<String> hash;

    /**
     * @param data by the name of the Secret, its values in Base64 by their keys
     * @param hash calculates the hash of a Secret; others must not be able to find out the Secret from the hash, even by
     *     trying all likely values
     */
    public SecretData(Map<String, Map<String, String>> data, UnaryOperator<String> hash) {
        this.data = Map.copyOf(data);
        this.hash = hash;
    }

    /** The values of a Secret; {@code null} if they were not resolved. */
    public Map<String, String> of(String secret) {
        return data.get(secret);
    }

    /** The hash of the JSON of a Secret, in hexadecimal digits; {@code null} if no values were resolved. */
    String hash(String json) {
        return hash == null ? null : hash.apply(json);
    }
}
