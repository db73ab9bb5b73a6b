package io.jenkins.plugins.deployworkload.manifest.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestImportTest {

    private static final String WEB = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 3
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}, annotations: {}}
            spec:
              containers:
                - {name: app, image: "nginx:1"}
                - {name: istio-proxy, image: "proxy:1"}
              volumes: [{name: istio-envoy, emptyDir: {}}]
        """;

    private static final String SCALER = """
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          maxReplicas: 5
          metrics: [{type: External, external: {metric: {name: queue}, target: {type: AverageValue, averageValue: 30}}}]
        """;

    @Test
    void leavesReplicasToAutoscaler() throws Exception {
        ImportedWorkload web = single(WEB + SCALER, false);

        assertThat(web.description().at("/controller/deployment").has("replicas"))
                .isFalse();
        assertThat(web.description()
                        .at("/controller/deployment/autoscaling/maxReplicas")
                        .asInt())
                .isEqualTo(5);
        assertThat(web.notes()).contains("Deployment web: replicas left out, because an autoscaler sets them");
    }

    @Test
    void leavesOutWhatIstioInjected() throws Exception {
        String status = "annotations: {sidecar.istio.io/status:"
                + " '{\"containers\":[\"istio-proxy\"],\"volumes\":[\"istio-envoy\"]}'}";

        ImportedWorkload live = single(WEB.replace("annotations: {}", status), true);
        ImportedWorkload file = single(WEB.replace("annotations: {}", status), false);

        assertThat(names(live.description().path("containers"))).containsExactly("app");
        assertThat(live.description().has("volumes")).isFalse();
        assertThat(live.notes())
                .contains("Deployment web: containers \"istio-proxy\" left out, because it was injected");
        assertThat(names(file.description().path("containers"))).containsExactly("app", "istio-proxy");
    }

    @Test
    void leavesOutContainersOfOtherControllers() throws Exception {
        String managed = """
            metadata:
              name: web
              managedFields:
                - manager: helm
                  fieldsV1: {"f:spec": {"f:selector": {}, "f:template": {"f:spec": {"f:containers": {'k:{"name":"app"}': {}}}}}}
                - manager: mesh-controller
                  fieldsV1: {"f:spec": {"f:template": {"f:spec": {"f:containers": {'k:{"name":"istio-proxy"}': {}}}}}}
                - manager: keda
                  subresource: scale
                  fieldsV1: {"f:spec": {"f:replicas": {}}}
            """;

        ImportedWorkload web = single(WEB.replace("metadata: {name: web}\n", managed), true);

        assertThat(names(web.description().path("containers"))).containsExactly("app");
        assertThat(names(web.description().path("volumes"))).containsExactly("istio-envoy");
        assertThat(web.description().at("/controller/deployment").has("replicas"))
                .isFalse();
        assertThat(web.description().toString()).doesNotContain("managedFields");
    }

    @Test
    void keepsServiceThatDiffersBesideStatefulSet() throws Exception {
        String yaml = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db}
            spec:
              serviceName: db
              selector: {matchLabels: {app: db, tier: data}}
              template: {metadata: {labels: {app: db, tier: data}}, spec: {containers: [{name: app, image: "db:1"}]}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: db}
            spec: {clusterIP: None, selector: {app: db}}
            """;

        ImportedWorkload db = single(yaml, false);

        assertThat(db.description().at("/objects/0/kind").asText()).isEqualTo("Service");
        assertThat(RoundTrip.differences(RoundTrip.parse(yaml), false)).isEmpty();
    }

    @Test
    void givesObjectsToTheirWorkloads() throws Exception {
        String other = WEB.replace("web", "api")
                .replace(
                        "volumes: [{name: istio-envoy, emptyDir: {}}]",
                        "volumes: [{name: c, configMap: {name: settings}}]");
        String settings = "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}\n";

        List<ImportedWorkload> imported =
                ManifestImport.of(RoundTrip.parse(WEB + "---\n" + other + "---\n" + settings), false);

        assertThat(imported).extracting(ImportedWorkload::name).containsExactly("web", "api");
        assertThat(imported.get(0).description().has("objects")).isFalse();
        assertThat(imported.get(1).description().at("/objects/0/metadata/name").asText())
                .isEqualTo("settings");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "matchLabels: {app: web}} | matchExpressions: [{key: app, operator: Exists}]} | Deployment web:"
                        + " spec.selector.matchExpressions: .*matchLabels only.*deploy the file with \"manifests\"",
                "name: app, image: \"nginx:1\" | name: app, image: \"{{ image }}\" | ok",
                "replicas: 3 | replicas: [3] | Deployment web: .*does not have the type",
                "kind: Deployment | kind: Widget | no Deployment, StatefulSet",
                "{name: web} | {generateName: web} | has a generated name",
                "{name: web} | {} | apiVersion, kind and metadata.name are required",
                "{name: web} | [a] | apiVersion, kind and metadata.name are required",
                "spec: | other: | Deployment web: .*containers: at least one is required",
            })
    void problemsNameObjectAndField(String text, String replacement, String message) throws Exception {
        List<JsonNode> objects = RoundTrip.parse(WEB.replaceFirst(
                java.util.regex.Pattern.quote(text), java.util.regex.Matcher.quoteReplacement(replacement)));

        if (message.equals("ok")) {
            assertThat(RoundTrip.differences(objects, false)).isEmpty();
        } else {
            assertThatThrownBy(() -> ManifestImport.of(objects, false))
                    .isInstanceOf(InvalidDescriptionException.class)
                    .hasMessageMatching("(?s).*" + message + ".*");
        }
    }

    @Test
    void placeholderInTheOnlyContainerIsNamed() throws Exception {
        List<JsonNode> objects = RoundTrip.parse(WEB.replace("nginx:1", "{{ image }}")
                .replace("        - {name: istio-proxy, image: \"proxy:1\"}\n", ""));

        assertThatThrownBy(() -> ManifestImport.of(objects, false))
                .hasMessageContaining("Deployment web: containers[0].image: invalid value \"{{ image }}\"");
    }

    private static ImportedWorkload single(String yaml, boolean live) throws InvalidDescriptionException {
        List<ImportedWorkload> imported = ManifestImport.of(RoundTrip.parse(yaml), live);
        assertThat(imported).hasSize(1);
        return imported.getFirst();
    }

    private static List<String> names(JsonNode elements) {
        return elements.valueStream()
                .map(element -> element.path("name").asText())
                .toList();
    }
}
