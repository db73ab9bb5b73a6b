package io.jenkins.plugins.deployworkload.manifest.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patches, raw objects and files of a workload. */
class ApplicationObjectsTest {

    private static final String WEB = """
            name: web
            controller: {deployment: {replicas: 2}}
            containers: [{name: app, image: nginx}]
            service: {ports: [{port: 80}]}
            """;

    @Test
    void addsRawObjectsAndPatchesAllObjects() throws Exception {
        List<HasMetadata> objects = render(WEB + """
                objects:
                  - apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: settings}
                    data: {mode: "0644", size: "3"}
                  - apiVersion: v1
                    kind: List
                    items:
                      - {apiVersion: example.com/v1, kind: Widget, metadata: {name: w}, spec: {mode: 0644, on: yes, size: 1.5}}
                patches:
                  - target: {kind: Deployment}
                    merge: {spec: {template: {spec: {priorityClassName: high, containers: [{name: app, tty: true}]}}}}
                  - target: {kind: ConfigMap, name: settings}
                    json6902: [{op: add, path: /data/new, value: "4"}]
                  - target: {kind: Service}
                    merge: |
                      # as text
                      spec: {type: NodePort}
                """);

        assertThat(objects).hasSize(4);
        Service service = (Service) objects.get(0);
        assertThat(service.getSpec().getType()).isEqualTo("NodePort");
        Deployment deployment = (Deployment) objects.get(1);
        assertThat(deployment.getSpec().getReplicas()).isEqualTo(2);
        assertThat(deployment.getSpec().getTemplate().getSpec().getPriorityClassName())
                .isEqualTo("high");
        assertThat(deployment.getSpec().getTemplate().getSpec().getContainers())
                .singleElement()
                .satisfies(container -> {
                    assertThat(container.getImage()).isEqualTo("nginx");
                    assertThat(container.getTty()).isTrue();
                });
        assertThat(((ConfigMap) objects.get(2)).getData()).isEqualTo(Map.of("mode", "0644", "size", "3", "new", "4"));
        GenericKubernetesResource widget = (GenericKubernetesResource) objects.get(3);
        assertThat(widget.<Object>get("spec")).hasToString("{mode=420, on=true, size=1.5}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "objects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: other}}] | web: objects[0].metadata.namespace: is \"other\", but the workload is deployed to \"shop\"",
                "objects: [{apiVersion: v1, kind: Service, metadata: {name: web}}] | web: objects[0]: duplicate object: Service web is already an object of this workload",
                "patches: [{target: {kind: Job}, merge: {a: b}}] | web: patches[0].target.kind: no object of the kind \"Job\"",
                "patches: [{target: {kind: Service}, merge: {spec: {ports: [{name: x}]}}}] | web: patches[0].merge.spec.ports[0]: an element of this list needs the field \"port\"",
                "patches: [{target: {kind: Deployment}, merge: {spec: {replicas: many}}}] | web: patches[0].merge: the value of spec.replicas in Deployment web does not have the type",
                "patches: [{target: {kind: Service}, json6902: [{op: remove, path: /spec/x}]}] | web: patches[0].json6902[0].path: \"/spec/x\" does not exist: \"/spec\" has ports, selector",
                "patches: [{target: {kind: Service}, file: p.yaml}] | web: patches[0].file: was not read",
                "objectFiles: [a.yaml] | web: objectFiles: was not read",
            })
    void namesPlaceOfProblem(String yaml, String message) {
        assertThatThrownBy(() -> render(WEB + yaml))
                .isInstanceOf(InvalidObjectsException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void filesReplaceTheirNamesAndKeepTheirLocations() throws Exception {
        Map<String, String> files = Map.of(
                "patch.yaml", "spec:\n  replicas: ${REPLICAS}\n",
                "operations.yaml", "- op: add\n  path: /spec/type\n  value: ${TYPE}\n",
                "objects/a.yaml",
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {size: \"${REPLICAS}\"}}",
                "objects/b.yaml", """
                        {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
                        ---
                        {apiVersion: v1, kind: ConfigMap, metadata: {name: c}}
                        """);
        Workload workload = workload(WEB + """
                patches:
                  - {target: {kind: Deployment}, file: patch.yaml}
                  - {target: {kind: Service}, file: operations.yaml}
                objectFiles: [objects/*.yaml]
                """);

        CompleteWorkload read = ReferencedFiles.read(
                workload, source(files), Variables.of(Map.of("REPLICAS", "5", "TYPE", "NodePort")));

        List<HasMetadata> objects = WorkloadRenderer.render(read.workload(), "shop");
        assertThat(((Service) objects.get(0)).getSpec().getType()).isEqualTo("NodePort");
        assertThat(((Deployment) objects.get(1)).getSpec().getReplicas()).isEqualTo(5);
        assertThat(((ConfigMap) objects.get(2)).getData()).isEqualTo(Map.of("size", "5"));
        assertThat(objects.subList(2, 5))
                .extracting(object -> object.getMetadata().getName())
                .containsExactly("a", "b", "c");
        assertThat(read.located(problem("patches[0].merge.spec.replicas")))
                .hasToString("patch.yaml:2:3: spec.replicas: x");
        assertThat(read.located(problem("patches[1].json6902[0].path")))
                .hasToString("operations.yaml:2:3: [0].path: x");
        assertThat(read.located(problem("objects[2].metadata.name")))
                .hasToString("objects/b.yaml:3:46: metadata.name: x");
        assertThat(read.located(problem("containers[0]"))).hasToString("containers[0]: x");
    }

    @Test
    void reportsAllProblemsOfFiles() {
        Map<String, String> files = Map.of(
                "patch.yaml", "spec:\n  replicas: ${COUNT}\n",
                "two.yaml", "{a: b}\n---\n{c: d}\n",
                "objects.yaml", "apiVersion: v1\nkind: ConfigMap\n");

        assertThatThrownBy(() ->
                        ReferencedFiles.read(workload(WEB + """
                                patches:
                                  - {target: {kind: Deployment}, file: patch.yaml}
                                  - {target: {kind: Deployment}, file: two.yaml}
                                  - {target: {kind: Deployment}, file: missing.yaml}
                                """), source(files), Variables.of(Map.of("REPLICAS", "5"))))
                .hasMessage("""
                        patch.yaml:2:3: spec.replicas: undefined variable "COUNT"; defined variables: REPLICAS. Define it in the step, or write $$ in place of $ for the literal text
                        two.yaml:3:1: must be one YAML document: a map for a merge patch, or a list of operations for a JSON patch
                        patches[2].file: no file in the workspace matches "missing.yaml"; links to folders outside the workspace are not followed""");
        assertThatThrownBy(() -> ReferencedFiles.read(
                        workload(WEB + "objectFiles: [objects.yaml]"), source(files), Variables.of(Map.of())))
                .hasMessage("objects.yaml:1:1: metadata.name: is required, as a string");
    }

    private static io.jenkins.plugins.deployworkload.workload.binding.Problem problem(String path) {
        return new io.jenkins.plugins.deployworkload.workload.binding.Problem(path, "x");
    }

    private static ReferencedFiles.FileSource source(Map<String, String> files) {
        return pattern -> files.entrySet().stream()
                .filter(file ->
                        file.getKey().matches(pattern.replace(".", "\\.").replace("*", "[^/]*")))
                .sorted(Map.Entry.comparingByKey())
                .map(file -> new ReferencedFiles.YamlFile(file.getKey(), file.getValue()))
                .toList();
    }

    private static List<HasMetadata> render(String yaml) throws Exception {
        return WorkloadRenderer.render(workload(yaml), "shop");
    }

    private static Workload workload(String yaml) throws Exception {
        return YamlReader.read(yaml, "web.yaml", Workload.class).get(0);
    }
}
