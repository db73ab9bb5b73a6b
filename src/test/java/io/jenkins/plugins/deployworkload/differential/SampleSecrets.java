package io.jenkins.plugins.deployworkload.differential;

import io.jenkins.plugins.deployworkload.manifest.objects.SecretData;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.config.Secret;
import io.jenkins.plugins.deployworkload.workload.config.SecretEntry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values for the Secrets of a workload, because the API server refuses a Secret whose type requires other keys. */
final class SampleSecrets {

    private SampleSecrets() {}

    static SecretData of(Workload workload) {
        Map<String, Map<String, String>> values = new LinkedHashMap<>();
        workload.getSecrets().forEach(secret -> {
            Map<String, String> data = new LinkedHashMap<>();
            keys(secret).forEach(key -> data.put(key, base64("{\"auths\": {}}")));
            values.put(String.valueOf(secret.getName()), data);
        });
        return new SecretData(values, json -> "0123456789abcdef0123456789abcdef");
    }

    private static List<String> keys(Secret secret) {
        return switch (secret.typeOrDefault()) {
            case OPAQUE -> secret.getData().stream().map(SecretEntry::getKey).toList();
            case DOCKER_CONFIG_JSON -> List.of(".dockerconfigjson");
            case BASIC_AUTH -> List.of("username", "password");
            case SSH_AUTH -> List.of("ssh-privatekey");
            case TLS -> List.of("tls.crt", "tls.key");
        };
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
