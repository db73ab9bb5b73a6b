package io.jenkins.plugins.deployworkload.execution.secret;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Run;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.config.ConfigMap;
import io.jenkins.plugins.deployworkload.workload.config.CredentialField;
import io.jenkins.plugins.deployworkload.workload.config.Secret;
import io.jenkins.plugins.deployworkload.workload.config.SecretType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Reads the values of credentials that a build may use. */
final class CredentialReader {

    private final Run<?, ?> build;
    private final Problems problems;

    /** @param problems receives the problems, with the paths of the fields that name the credentials */
    CredentialReader(Run<?, ?> build, Problems problems) {
        this.build = build;
        this.problems = problems;
    }

    /**
     * The value of one key.
     *
     * @param field null for a credential with one value
     * @param path the path of the key in the workload
     * @return empty after a problem
     */
    Optional<byte[]> value(String id, CredentialField field, String path) {
        StandardCredentials credential = find(id, path);
        boolean hasFields = credential instanceof StandardUsernamePasswordCredentials;
        if (credential != null && hasFields == (field == null)) {
            problems.add(
                    path + ".field",
                    hasFields ? Messages.CredentialReader_fieldRequired(id) : Messages.CredentialReader_noFields(id));
            return Optional.empty();
        }
        return switch (credential) {
            case null -> Optional.empty();
            case StandardUsernamePasswordCredentials user ->
                Optional.of(utf8(
                        field == CredentialField.username
                                ? user.getUsername()
                                : user.getPassword().getPlainText()));
            case StringCredentials text -> Optional.of(utf8(text.getSecret().getPlainText()));
            case FileCredentials file -> content(file, path);
            default -> {
                addWrongType(credential, path, Messages.CredentialReader_valueTypes());
                yield Optional.empty();
            }
        };
    }

    /**
     * All data of a Secret with a type of its own.
     *
     * @param path the path of the Secret in the workload
     * @return empty after a problem
     */
    Map<String, byte[]> data(Secret secret, String path) {
        SecretType type = secret.typeOrDefault();
        StandardCredentials credential = find(secret.getCredentialsId(), path);
        if (credential == null) {
            return Map.of();
        }
        if (credential instanceof StandardUsernamePasswordCredentials user && type == SecretType.BASIC_AUTH) {
            return Map.of(
                    "username",
                    utf8(user.getUsername()),
                    "password",
                    utf8(user.getPassword().getPlainText()));
        }
        if (credential instanceof StandardUsernamePasswordCredentials user && type == SecretType.DOCKER_CONFIG_JSON) {
            return Map.of(".dockerconfigjson", dockerConfig(secret.getRegistry(), user));
        }
        if (credential instanceof StandardCertificateCredentials certificate && type == SecretType.TLS) {
            return tls(certificate, path);
        }
        if (credential instanceof FileCredentials file && type == SecretType.SSH_AUTH) {
            return content(file, path).map(key -> sshKey(file, key, path)).orElse(Map.of());
        }
        if (credential instanceof StringCredentials text && type == SecretType.SSH_AUTH) {
            return sshKey(text, utf8(text.getSecret().getPlainText()), path);
        }
        addWrongType(credential, path, neededFor(type));
        return Map.of();
    }

    private static String neededFor(SecretType type) {
        return switch (type) {
            case TLS -> Messages.CredentialReader_certificateType(type);
            case SSH_AUTH -> Messages.CredentialReader_sshKeyType(type);
            default -> Messages.CredentialReader_userType(type);
        };
    }

    /** The API server does not check the key. */
    private Map<String, byte[]> sshKey(StandardCredentials credential, byte[] key, String path) {
        Optional<byte[]> pem = SshKeyPem.of(key);
        if (pem.isEmpty()) {
            problems.add(path + ".credentialsId", Messages.CredentialReader_noSshKey(credential.getId()));
        }
        return pem.map(content -> Map.of("ssh-privatekey", content)).orElse(Map.of());
    }

    private Map<String, byte[]> tls(StandardCertificateCredentials certificate, String path) {
        try {
            Map<String, byte[]> files = new TreeMap<>();
            KeyStorePem.of(
                            certificate.getKeyStore(),
                            certificate.getPassword().getPlainText().toCharArray())
                    .forEach((name, pem) -> files.put(name, utf8(pem)));
            return files;
        } catch (GeneralSecurityException e) {
            problems.add(path + ".credentialsId", Messages.CredentialReader_noKey(certificate.getId()));
            return Map.of();
        }
    }

    private StandardCredentials find(String id, String path) {
        StandardCredentials found =
                CredentialsProvider.findCredentialById(id, StandardCredentials.class, build, List.of());
        if (found == null) {
            problems.add(
                    path + ".credentialsId",
                    Messages.CredentialReader_notFound(id, build.getParent().getFullName()));
            return null;
        }
        CredentialsProvider.track(build, found);
        return found;
    }

    private void addWrongType(StandardCredentials credential, String path, String allowed) {
        problems.add(
                path + ".credentialsId",
                Messages.CredentialReader_wrongType(
                        credential.getId(), credential.getDescriptor().getDisplayName(), allowed));
    }

    private Optional<byte[]> content(FileCredentials file, String path) {
        try (InputStream content = file.getContent()) {
            // The check of the whole Secret reports a file that is too large.
            return Optional.of(content.readNBytes(ConfigMap.MAX_BYTES + 1));
        } catch (IOException e) {
            problems.add(path + ".credentialsId", Messages.CredentialReader_unreadable(file.getId()));
            return Optional.empty();
        }
    }

    /** The file that {@code docker login} writes. */
    private static byte[] dockerConfig(String registry, StandardUsernamePasswordCredentials user) {
        String password = user.getPassword().getPlainText();
        ObjectNode config = Json.MAPPER.createObjectNode();
        config.putObject("auths")
                .putObject(registry)
                .put("username", user.getUsername())
                .put("password", password)
                .put("auth", Base64.getEncoder().encodeToString(utf8(user.getUsername() + ":" + password)));
        return utf8(config.toString());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
