package io.jenkins.plugins.deployworkload.manifest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.manifest.objects.PatchFiles;
import io.jenkins.plugins.deployworkload.manifest.objects.ReferencedFiles.YamlFile;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads objects from manifest files, and reports problems with file, line and column. */
class ManifestReaderTest {

    private static final String CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n";

    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              template:
                spec:
                  initContainers: [{name: init, image: "shop/web:1"}]
                  containers:
                    - {name: app, image: "shop/web@sha256:0"}
                    - {name: proxy, image: "registry.example:5000/proxy:2"}
                  volumes: [{name: data, image: {reference: "shop/data:1"}}]
            """;

    @Test
    void readsDocumentsListsAndJsonInTheirOrder() throws Exception {
        Manifests read = ManifestReader.read(
                List.of(
                        new YamlFile("a.yaml", "# comment\n---\n" + CONFIG + "---\n" + WEB),
                        new YamlFile(
                                "b.json",
                                "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[{\"apiVersion\":\"v1\",\"kind\":"
                                        + "\"Service\",\"metadata\":{\"name\":\"web\"}}]}"),
                        new YamlFile(
                                "c.yaml",
                                "{apiVersion: example.com/v1, kind: AllowList, metadata: {name: a}, items: [{x: 1}]}"),
                        new YamlFile("empty.yaml", "---\n# nothing here\n")),
                Variables.LITERAL);

        assertThat(read.objects())
                .extracting(ManifestObject::label)
                .containsExactly("ConfigMap settings", "Deployment web", "Service web", "AllowList a");
        assertThat(read.notices()).isEmpty();
        assertThat(read.objects().get(1).location("metadata.name")).isEqualTo("a.yaml:9:12");
    }

    @Test
    void dropsWhatTheApiServerSetsWithANotice() throws Exception {
        Manifests read = read("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: live
                  uid: 1-2
                  resourceVersion: "7"
                  creationTimestamp: null
                  managedFields: [{manager: kubectl}]
                  annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}", keep: "yes"}
                status: {phase: Active}
                """);

        assertThat(read.objects().getFirst().tree()).hasToString("""
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"live","annotations":{"keep":"yes"}}}""");
        assertThat(read.notices())
                .containsExactly(
                        "test.yaml:1:1: ConfigMap live: not deployed, because the API server or a controller sets them: "
                                + "status, metadata.managedFields, metadata.resourceVersion, metadata.uid, "
                                + "metadata.annotations[\"kubectl.kubernetes.io/last-applied-configuration\"]");
    }

    @Test
    void skipsHooksThatADeployDoesNotRun() throws Exception {
        String hook = CONFIG.replace("{name: settings}", "{name: %s, annotations: {%s: '%s'}}") + "---\n";

        Manifests read = read(hook.formatted("a", "helm.sh/hook", "test")
                + hook.formatted("b", "helm.sh/hook", "pre-delete,post-delete")
                + hook.formatted("c", "argocd.argoproj.io/hook", "SyncFail")
                + hook.formatted("d", "helm.sh/hook", "pre-install,pre-rollback"));

        assertThat(read.objects()).extracting(ManifestObject::label).containsExactly("ConfigMap d");
        assertThat(read.notices())
                .hasSize(3)
                .contains("test.yaml:1:1: ConfigMap a: skipped, because a deploy does not run the hook"
                        + " helm.sh/hook: test");
    }

    @Test
    void replacesOnlyDefinedVariables() throws Exception {
        Manifests read = ManifestReader.read(
                List.of(new YamlFile("test.yaml", CONFIG + "data: {a: 'echo ${HOME} ${TAG} $${TAG} $${X}'}\n")),
                Variables.of(Map.of("TAG", "42")));

        assertThat(read.objects().getFirst().tree().at("/data/a").textValue())
                .isEqualTo("echo ${HOME} 42 ${TAG} $${X}");
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                arguments("kind: ConfigMap\nmetadata: {name: a}\n", "test.yaml:1:1: apiVersion: is required"),
                arguments("apiVersion: v1\nmetadata: {name: a}\n", "test.yaml:1:1: kind: is required"),
                arguments("apiVersion: v1\nkind: ConfigMap\n", "test.yaml:1:1: metadata: is required"),
                arguments(
                        "apiVersion: v1\nkind: ConfigMap\nmetadata: {labels: {}}\n",
                        "test.yaml:3:1: metadata.name: is required"),
                arguments(
                        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: 7\n",
                        "test.yaml:4:3: metadata.name: must be a text; put the value in quotes"),
                arguments(
                        "apiVersion: batch/v1\nkind: Job\nmetadata:\n  generateName: a-\n",
                        "test.yaml:4:3: metadata.generateName: generateName is not supported, because each deploy would"
                                + " create another object; set metadata.name instead"),
                arguments(
                        CONFIG + "---\n" + CONFIG,
                        "test.yaml:5:1: duplicate object: ConfigMap settings is also in test.yaml:1:1"),
                arguments(
                        "apiVersion: v1\nkind: List\nitems:\n- 1\n",
                        "test.yaml:4:3: is not a Kubernetes object, which is a map with apiVersion, kind and metadata"),
                arguments(
                        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {on: true}}\n",
                        "test.yaml:3:35: metadata.annotations.on: must be a text; put the value in quotes"),
                arguments(
                        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {deploy-workload.jenkins.io/name: a}}\n",
                        "is reserved for the deploys of this plugin; remove it"),
                arguments(
                        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {deploy-workload.jenkins.io/wave: x}}",
                        "must be a whole number of at most 9 digits, in quotes"),
                arguments("apiVersion: v1\nkind: Pod\nmetadata: {name: ../a}\n", "test.yaml:3:12: metadata.name: "),
                arguments("apiVersion: ../v1\nkind: Pod\nmetadata: {name: a}\n", "test.yaml:1:1: apiVersion: "),
                arguments(
                        "replicaCount: 1\n",
                        "test.yaml:1:1: is not a Kubernetes object: it has no apiVersion and no kind. Change the"
                                + " pattern if the file is no manifest"),
                arguments(
                        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n",
                        "test.yaml:1:1: is an input of kustomize; deploy the output of \"kustomize build\""),
                arguments(
                        "name: web\ncontroller: {deployment: {}}\ncontainers: []\n",
                        "test.yaml:1:1: is a workload description, not a Kubernetes object; deploy it with \"file\""),
                arguments(
                        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n",
                        "test.yaml:4:9: contains a template that was not rendered (\"{{ … }}\"); deploy the output of"
                                + " \"helm template\""),
                arguments(
                        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n{{- if .Values.x }}\ndata: {}\n",
                        "test.yaml:5:1: contains a template that was not rendered"),
                arguments(
                        CONFIG.replace("settings", "\"{{ .Release.Name }}\""),
                        "test.yaml:3:12: metadata.name: contains a template that was not rendered"),
                arguments(
                        WEB.replace("shop/web:1", "{{ .Values.image }}"),
                        "spec.template.spec.initContainers[0].image: contains a template that was not rendered"),
                arguments("a: [\n", "test.yaml:2:1: "),
                arguments("# nothing\n", "test.yaml: contains no Kubernetes object"));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void reportsTheProblemWithItsPlace(String yaml, String message) {
        assertThat(problems(() -> read(yaml))).contains(message).hasSizeLessThan(300);
    }

    /** Templates of Prometheus, and texts of a ConfigMap, are values. */
    @Test
    void keepsTextsThatLookLikeTemplates() throws Exception {
        assertThat(read(CONFIG + "data: {a: '{{ .Values.x }}'}\n").objects()).hasSize(1);
        assertThat(read("""
                        apiVersion: monitoring.coreos.com/v1
                        kind: PrometheusRule
                        metadata: {name: a, annotations: {text: "{{ $labels.pod }}"}}
                        spec: {groups: [{rules: [{annotations: {text: "{{ .Values.x }} {{ $value }}"}}]}]}
                        """).objects()).hasSize(1);
        assertThat(read(WEB.replace("shop/data:1\"}", "shop/data:1\"}, args: \"{{.Names}}\""))
                        .objects())
                .hasSize(1);
    }

    @Test
    void reportsAllProblemsUpToALimit() {
        String many = Stream.generate(() -> "kind: A\n---\n").limit(70).reduce("", String::concat);

        assertThat(problems(() -> read(many)).lines())
                .hasSize(51)
                .last()
                .asString()
                .endsWith("and 90 more problems");
    }

    @Test
    void replacesImagesByTheNameOfTheImageOrTheContainer() throws Exception {
        Manifests read = read(WEB + "---\n" + CONFIG + "data: {image: 'shop/web:1'}\n");
        List<ImageOverride> images = new ArrayList<>();
        images.add(new ImageOverride("proxy", new ImageReference("proxy:3")));
        images.add(named("shop/web", "shop/web:9"));
        images.add(named("shop/data", "shop/data:9"));

        List<HasMetadata> objects = ManifestRenderer.render(read, images, PatchFiles.NONE, "default");

        assertThat(read.objects().getFirst().tree().at("/spec/template/spec")).hasToString("""
                {"initContainers":[{"name":"init","image":"shop/web:9"}],"containers":[{"name":"app","image":"shop/web:9"},\
                {"name":"proxy","image":"proxy:3"}],"volumes":[{"name":"data","image":{"reference":"shop/data:9"}}]}""");
        assertThat(read.objects().get(1).tree().at("/data/image").asText()).isEqualTo("shop/web:1");
        assertThat(objects).hasSize(2);
    }

    @Test
    void namesTheImagesAndContainersThatExist() throws Exception {
        Manifests read = read(WEB);

        assertThat(problems(() -> ManifestRenderer.render(
                        read,
                        List.of(named("web", "a:1"), new ImageOverride("ap", new ImageReference("a:1"))),
                        PatchFiles.NONE,
                        "default")))
                .isEqualTo("""
                        images[0].name: no image has the name "web"; write the name as in the manifests, without tag and digest. \
                        The images are: registry.example:5000/proxy, shop/data, shop/web
                        images[1].container: no container has the name "ap"; the containers are: app, init, proxy""");
    }

    @Test
    void objectsOfSeveralNamespacesMayHaveTheSameName() throws Exception {
        Manifests read = read(CONFIG + "---\n" + CONFIG.replace("settings", "settings, namespace: other"));

        assertThat(ManifestRenderer.render(read, List.of(), PatchFiles.NONE, "default"))
                .extracting(object -> object.getMetadata().getNamespace())
                .containsExactly(null, "other");
    }

    @Test
    void refusesAnObjectThatNamesTheNamespaceOfTheDeployAndIsThereWithoutItToo() throws Exception {
        Manifests read = read(CONFIG + "---\n" + CONFIG.replace("settings", "settings, namespace: default"));

        assertThat(problems(() -> ManifestRenderer.render(read, List.of(), PatchFiles.NONE, "default")))
                .startsWith("test.yaml:")
                .contains("ConfigMap settings");
    }

    @Test
    void refusesAnInvalidNamespaceWithItsPlace() throws Exception {
        Manifests read = read(CONFIG.replace("settings", "settings, namespace: No/Namespace"));

        assertThat(problems(() -> ManifestRenderer.render(read, List.of(), PatchFiles.NONE, "default")))
                .startsWith("test.yaml:3:28: metadata.namespace: ")
                .contains("No/Namespace");
    }

    @Test
    void refusesAWrongTypeWithItsPlace() throws Exception {
        Manifests read = read(CONFIG + "---\n" + WEB.replace("name: app", "name: {}"));

        assertThat(problems(() -> ManifestRenderer.render(read, List.of(), PatchFiles.NONE, "default")))
                .contains("test.yaml:5:1: ", "spec.template.spec.containers[0].name");
    }

    /** As in the output of templates that render an empty list. */
    @Test
    void fieldWithoutAValueIsMissing() throws Exception {
        Manifests read = read("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, labels: }
                spec:
                  replicas:
                  template:
                    spec:
                      initContainers:
                      containers: [{name: app, image: "shop/web:1", env: , resources: {limits: }}]
                """);

        Deployment deployment = (Deployment) ManifestRenderer.render(read, List.of(), PatchFiles.NONE, "default")
                .getFirst();

        assertThat(deployment.getSpec().getTemplate().getSpec().getInitContainers())
                .isEmpty();
        assertThat(deployment.getSpec().getTemplate().getSpec().getContainers())
                .singleElement()
                .satisfies(container -> assertThat(container.getEnv()).isEmpty());
    }

    @Test
    void listWithoutAnItemIsRefused() throws Exception {
        Manifests read = read(WEB.replace("{name: app, image: \"shop/web@sha256:0\"}", ""));

        assertThat(problems(() -> ManifestRenderer.render(read, List.of(), PatchFiles.NONE, "default")))
                .contains("test.yaml:1:1: ", "spec.template.spec.containers");
    }

    private static ImageOverride named(String name, String reference) {
        ImageOverride override = new ImageOverride(new ImageReference(reference));
        override.setName(name);
        return override;
    }

    private static Manifests read(String yaml) throws InvalidDescriptionException {
        return ManifestReader.read(List.of(new YamlFile("test.yaml", yaml)), Variables.LITERAL);
    }

    private interface Reading {
        Object run() throws InvalidDescriptionException;
    }

    private static String problems(Reading reading) {
        try {
            return "no problem: " + reading.run();
        } catch (InvalidDescriptionException e) {
            return e.getMessage();
        }
    }
}
