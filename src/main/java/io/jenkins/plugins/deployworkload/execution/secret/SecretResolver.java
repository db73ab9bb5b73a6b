package io.jenkins.plugins.deployworkload.execution.secret;

import hudson.model.Run;
import io.jenkins.plugins.deployworkload.manifest.objects.SecretData;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionKey;
import io.jenkins.plugins.deployworkload.rollout.revision.SecretHash;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.config.ConfigMap;
import io.jenkins.plugins.deployworkload.workload.config.Secret;
import io.jenkins.plugins.deployworkload.workload.config.SecretEntry;
import io.jenkins.plugins.deployworkload.workload.config.SecretType;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Resolves the credentials of one workload's Secrets, with the permissions of a build. */
public final class SecretResolver {

    private final CredentialReader credentials;
    private final Workload workload;
    private final SecretHash hash;
    private final Problems problems = new Problems();
    private final Map<String, String> hashes = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();

    private SecretResolver(Run<?, ?> build, Workload workload, SecretHash hash) {
        this.credentials = new CredentialReader(build, problems);
        this.workload = workload;
        this.hash = hash;
    }

    /**
     * Records in Jenkins that the build has used the credentials.
     *
     * @throws InvalidDescriptionException if credentials do not exist, the build may not use them, or their type is wrong;
     *     the exception lists all problems
     * @throws IllegalStateException if the key of this controller is not available; the message tells users why
     */
    public static ResolvedSecrets resolve(Run<?, ?> build, RevisionKey key, Workload workload, String namespace)
            throws InvalidDescriptionException {
        return workload.getSecrets().isEmpty()
                ? new ResolvedSecrets(workload.getName(), SecretData.NONE, Map.of(), Map.of())
                : new SecretResolver(build, workload, new SecretHash(key, namespace, workload.getName())).resolve();
    }

    private ResolvedSecrets resolve() throws InvalidDescriptionException {
        Map<String, Map<String, String>> values = new LinkedHashMap<>();
        for (int i = 0; i < workload.getSecrets().size(); i++) {
            Secret secret = workload.getSecrets().get(i);
            String path = "secrets[" + i + "]";
            Map<String, byte[]> data =
                    secret.typeOrDefault() == SecretType.OPAQUE ? entries(secret, path) : whole(secret, path);
            long size = data.values().stream().mapToLong(value -> value.length).sum();
            if (size > ConfigMap.MAX_BYTES) {
                problems.add(
                        path,
                        Messages.SecretResolver_tooLarge(Long.toString(size), Integer.toString(ConfigMap.MAX_BYTES)));
            }
            values.put(secret.getName(), encoded(data));
        }
        problems.throwIfAny();
        return new ResolvedSecrets(workload.getName(), new SecretData(values, hash::of), hashes, ids);
    }

    private Map<String, byte[]> entries(Secret secret, String path) {
        Map<String, byte[]> data = new TreeMap<>();
        List<SecretEntry> entries = secret.getData();
        for (int i = 0; i < entries.size(); i++) {
            SecretEntry entry = entries.get(i);
            String entryPath = path + ".data[" + i + "]";
            credentials
                    .value(entry.getCredentialsId(), entry.getField(), entryPath)
                    .ifPresent(value -> {
                        data.put(entry.getKey(), value);
                        remember(entryPath, entry.getCredentialsId(), Map.of("", value));
                    });
        }
        return data;
    }

    private Map<String, byte[]> whole(Secret secret, String path) {
        Map<String, byte[]> data = credentials.data(secret, path);
        remember(path, secret.getCredentialsId(), data);
        return data;
    }

    private void remember(String path, String id, Map<String, byte[]> data) {
        hashes.put(path + ".credentialsId", hash.of(encoded(data).toString()));
        ids.put(path + ".credentialsId", id);
    }

    private static Map<String, String> encoded(Map<String, byte[]> data) {
        Map<String, String> encoded = new TreeMap<>();
        data.forEach((key, value) -> encoded.put(key, Base64.getEncoder().encodeToString(value)));
        return encoded;
    }
}
