package io.jenkins.plugins.deployworkload.manifest.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets and ConfigMaps of a workload: hashes, references and files. */
class ConfigHashesTest {

    private static final String WEB = """
            name: web
            controller: {deployment: {}}
            imagePullSecrets: [pull, foreign]
            containers:
              - name: app
                image: nginx
                env:
                  - {name: PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}
                  - {name: MODE, valueFrom: {configMapKeyRef: {name: settings, key: mode}}}
                envFrom: [{secretRef: {name: db}}, {configMapRef: {name: settings}}, {secretRef: {name: foreign}}]
            volumes:
              - {name: db, secret: {secretName: db}}
              - {name: settings, configMap: {name: settings}}
              - {name: all, projected: {sources: [{secret: {name: db}}, {configMap: {name: settings}}]}}
              - {name: csi, csi: {driver: a.example, nodePublishSecretRef: {name: db}, volumeAttributes: {secretName: db}}}
            objects:
              - {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web}, spec: {tls: [{secretName: tls}]}}
              - {apiVersion: v1, kind: ServiceAccount, metadata: {name: web}, secrets: [{name: db}], imagePullSecrets: [{name: pull}]}
              - {apiVersion: batch/v1, kind: CronJob, metadata: {name: web}, spec: {schedule: "@daily", jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: b, envFrom: [{secretRef: {name: db}}]}]}}}}}}
            """;

    private static final String SECRETS = """
            secrets:
              - {name: db, hashSuffix: %1$s, data: [{key: password, credentialsId: db}]}
              - {name: pull, hashSuffix: %1$s, type: kubernetes.io/dockerconfigjson, credentialsId: r, registry: r.example}
              - {name: tls, hashSuffix: %1$s, type: kubernetes.io/tls, credentialsId: t}
            configMaps:
              - {name: settings, hashSuffix: %1$s, data: {mode: fast}}
            """;

    /** A hash that tests can predict: the first digits say which Secret it is. */
    private static SecretData values(String password) {
        return new SecretData(
                Map.of(
                        "db", Map.of("password", password),
                        "pull", Map.of(".dockerconfigjson", "e30="),
                        "tls", Map.of("tls.crt", "Yw==", "tls.key", "aw==")),
                json -> String.format(
                        "%08x%s",
                        json.hashCode(), json.contains("dockerconfigjson") ? "a".repeat(24) : "b".repeat(24)));
    }

    private static Map<String, JsonNode> render(String yaml, SecretData values) throws Exception {
        Map<String, JsonNode> byLabel = new TreeMap<>();
        for (HasMetadata object : WorkloadRenderer.render(
                YamlReader.read(yaml, "web.yaml", Workload.class).get(0), "shop", values)) {
            byLabel.put(
                    object.getKind() + " " + object.getMetadata().getName().replaceFirst("-[0-9a-f]{10}$", "-HASH"),
                    new ObjectMapper().readTree(Serialization.asJson(object)));
        }
        return byLabel;
    }

    private static String name(Map<String, JsonNode> objects, String label) {
        return objects.get(label).at("/metadata/name").asText();
    }

    @Test
    void namesWithHashesReplaceAllReferences() throws Exception {
        Map<String, JsonNode> objects = render(WEB + SECRETS.formatted("true"), values("b2xk"));

        assertThat(objects.keySet())
                .contains("Secret db-HASH", "Secret pull-HASH", "Secret tls-HASH", "ConfigMap settings-HASH");
        String db = name(objects, "Secret db-HASH");
        String settings = name(objects, "ConfigMap settings-HASH");
        JsonNode pod = objects.get("Deployment web").at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");
        assertThat(container.at("/env/0/valueFrom/secretKeyRef/name").asText()).isEqualTo(db);
        assertThat(container.at("/env/1/valueFrom/configMapKeyRef/name").asText())
                .isEqualTo(settings);
        assertThat(container.at("/envFrom/0/secretRef/name").asText()).isEqualTo(db);
        assertThat(container.at("/envFrom/1/configMapRef/name").asText()).isEqualTo(settings);
        assertThat(container.at("/envFrom/2/secretRef/name").asText()).isEqualTo("foreign");
        assertThat(pod.at("/volumes/0/secret/secretName").asText()).isEqualTo(db);
        assertThat(pod.at("/volumes/0/name").asText()).isEqualTo("db");
        assertThat(pod.at("/volumes/1/configMap/name").asText()).isEqualTo(settings);
        assertThat(pod.at("/volumes/2/projected/sources/0/secret/name").asText())
                .isEqualTo(db);
        assertThat(pod.at("/volumes/2/projected/sources/1/configMap/name").asText())
                .isEqualTo(settings);
        assertThat(pod.at("/volumes/3/csi/nodePublishSecretRef/name").asText()).isEqualTo(db);
        assertThat(pod.at("/volumes/3/csi/volumeAttributes/secretName").asText())
                .isEqualTo("db");
        assertThat(pod.at("/imagePullSecrets/0/name").asText()).isEqualTo(name(objects, "Secret pull-HASH"));
        assertThat(pod.at("/imagePullSecrets/1/name").asText()).isEqualTo("foreign");
        assertThat(objects.get("Deployment web").at("/spec/template/metadata/annotations"))
                .isEmpty();
        assertThat(objects.get("Ingress web").at("/spec/tls/0/secretName").asText())
                .isEqualTo(name(objects, "Secret tls-HASH"));
        assertThat(objects.get("ServiceAccount web").at("/secrets/0/name").asText())
                .isEqualTo(db);
        assertThat(objects.get("ServiceAccount web")
                        .at("/imagePullSecrets/0/name")
                        .asText())
                .isEqualTo(name(objects, "Secret pull-HASH"));
        assertThat(objects.get("CronJob web")
                        .at("/spec/jobTemplate/spec/template/spec/containers/0/envFrom/0/secretRef/name")
                        .asText())
                .isEqualTo(db);
        assertThat(objects.get("Secret db-HASH").path("immutable").asBoolean()).isTrue();
    }

    @Test
    void nameChangesWithTheContentOnly() throws Exception {
        Map<String, JsonNode> before = render(WEB + SECRETS.formatted("true"), values("b2xk"));
        Map<String, JsonNode> same = render(WEB + SECRETS.formatted("true"), values("b2xk"));
        Map<String, JsonNode> after = render(WEB + SECRETS.formatted("true"), values("bmV3"));

        assertThat(same).isEqualTo(before);
        assertThat(name(after, "Secret db-HASH")).isNotEqualTo(name(before, "Secret db-HASH"));
        assertThat(name(after, "ConfigMap settings-HASH")).isEqualTo(name(before, "ConfigMap settings-HASH"));
    }

    @Test
    void fixedNamesRestartPodsByAnnotation() throws Exception {
        String annotation = "/spec/template/metadata/annotations/deploy-workload.jenkins.io~1config-hash";
        JsonNode before =
                render(WEB + SECRETS.formatted("false"), values("b2xk")).get("Deployment web");
        JsonNode after =
                render(WEB + SECRETS.formatted("false"), values("bmV3")).get("Deployment web");

        assertThat(before.at("/spec/template/spec")).isEqualTo(after.at("/spec/template/spec"));
        assertThat(before.at(annotation).asText()).matches("[0-9a-f]{32}");
        assertThat(after.at(annotation)).isNotEqualTo(before.at(annotation));
    }

    @Test
    void patchesUseNamesOfDescriptionAndCountForTheHash() throws Exception {
        String patch = """
                patches:
                  - target: {kind: ConfigMap, name: settings}
                    merge: {data: {mode: slow}}
                """;
        Map<String, JsonNode> before = render(WEB + SECRETS.formatted("true"), values("b2xk"));
        Map<String, JsonNode> patched = render(WEB + SECRETS.formatted("true") + patch, values("b2xk"));

        assertThat(patched.get("ConfigMap settings-HASH").at("/data/mode").asText())
                .isEqualTo("slow");
        assertThat(name(patched, "ConfigMap settings-HASH")).isNotEqualTo(name(before, "ConfigMap settings-HASH"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "target: {kind: Secret, name: db}, merge: {data: {password: bmV3}}",
                "target: {kind: Secret, name: db}, merge: {stringData: {password: new}}",
                "target: {kind: Secret, name: db}, merge: {$patch: replace}",
                "target: {kind: Secret, name: db}, json6902: [{op: test, path: /data/password, value: ''}]",
                "target: {kind: Secret, name: db}, json6902: [{op: copy, from: /data, path: /metadata/annotations}]",
                "target: {kind: Secret, name: db}, json6902: [{op: test, path: '', value: ''}]"
            })
    void patchNeitherReadsNorChangesValuesOfCredentials(String patch) {
        assertThatThrownBy(
                        () -> render(WEB + SECRETS.formatted("true") + "patches: [{" + patch + "}]\n", values("b2xk")))
                .hasMessageContaining("patches[0].")
                .hasMessageContaining("a Secret whose values are credentials")
                .hasMessageNotContaining("b2xk");
    }

    @Test
    void rendersSecretsWithoutValuesForPreviews() throws Exception {
        Map<String, JsonNode> objects = render(WEB + SECRETS.formatted("true"), SecretData.NONE);

        assertThat(objects.get("Secret db").has("data")).isFalse();
        assertThat(objects.get("Deployment web").toString())
                .contains("\"secretKeyRef\":{\"key\":\"password\",\"name\":\"db\"}");
    }

    @Test
    void filesBecomeTextOrBinaryData() throws Exception {
        Workload workload = read(
                "configMaps: [{name: web, files: 'config/*', data: {a: b}}]",
                Map.of(
                        "config/app.properties",
                        "mode=fast\n".getBytes(StandardCharsets.UTF_8),
                        "config/logo.png",
                        new byte[] {0, (byte) 0xff}));

        assertThat(workload.getConfigMaps().get(0).getFiles()).isNull();
        assertThat(workload.getConfigMaps().get(0).getData())
                .isEqualTo(Map.of("a", "b", "app.properties", "mode=fast\n"));
        assertThat(workload.getConfigMaps().get(0).getBinaryData()).isEqualTo(Map.of("logo.png", "AP8="));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none/*    | configMaps[0].files: no file in the workspace matches \"none/*\"",
                "a/*,b/*   | configMaps[0].files: the file b/x has the key \"x\", which the ConfigMap already has",
                "'bad/*'   | configMaps[0].files: the name of the file bad/a b cannot be a key: invalid value \"a b\"",
                "large/*   | configMaps[0]: has 1200000 bytes of values; a ConfigMap has at most 1048576",
            })
    void reportsFilesThatDoNotFit(String pattern, String message) {
        assertThatThrownBy(() -> read(
                        "configMaps: [{name: web, files: '" + pattern + "'}]",
                        Map.of(
                                "a/x", new byte[] {1},
                                "b/x", new byte[] {2},
                                "bad/a b", new byte[] {3},
                                "large/l", new byte[1_200_000])))
                .isInstanceOf(InvalidDescriptionException.class)
                .hasMessageStartingWith(message);
    }

    private static Workload read(String yaml, Map<String, byte[]> files) throws Exception {
        Workload workload = YamlReader.read(
                        "name: web\ncontroller: {deployment: {}}\ncontainers: [{name: app, image: nginx}]\n" + yaml,
                        "web.yaml",
                        Workload.class)
                .get(0);
        return ReferencedFiles.read(workload, new BinaryFiles(files), Variables.LITERAL)
                .workload();
    }

    private record BinaryFiles(Map<String, byte[]> files) implements ReferencedFiles.FileSource {

        @Override
        public List<ReferencedFiles.YamlFile> matching(String pattern) {
            throw new AssertionError("files of ConfigMaps need not be YAML");
        }

        @Override
        public List<ReferencedFiles.DataFile> matchingData(String pattern) {
            return new TreeMap<>(files)
                    .entrySet().stream()
                            .filter(file -> List.of(pattern.split(","))
                                    .contains(file.getKey().replaceFirst("/.*", "/*")))
                            .map(file -> new ReferencedFiles.DataFile(file.getKey(), file.getValue()))
                            .toList();
        }
    }
}
