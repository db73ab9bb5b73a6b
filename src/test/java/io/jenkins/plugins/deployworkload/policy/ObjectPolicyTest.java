package io.jenkins.plugins.deployworkload.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each property of a rule allows, for objects with and without a model class. */
class ObjectPolicyTest {

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final String RULE = " (access rule 1 of the cluster \"prod\")";

    private static List<String> check(PolicyRule rule, String yaml) {
        HasMetadata typed = SERIALIZATION.unmarshal("---\n" + yaml);
        GenericKubernetesResource generic = generic(yaml);
        List<String> sentences = ObjectPolicy.check(rule, "shop", List.of(typed));
        assertThat(ObjectPolicy.check(rule, "shop", List.of(generic)))
                .as("without a model class")
                .isEqualTo(sentences);
        return sentences;
    }

    /** Without the mark of a YAML document, the text would be read as JSON. */
    private static GenericKubernetesResource generic(String yaml) {
        return SERIALIZATION.unmarshal("---\n" + yaml, GenericKubernetesResource.class);
    }

    private static String object(String apiVersion, String kind, String body) {
        return "{apiVersion: %s, kind: %s, metadata: {name: web}, %s}".formatted(apiVersion, kind, body);
    }

    private static String deployment(String pod) {
        return object(
                "apps/v1",
                "Deployment",
                "spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {%s}}}"
                        .formatted(pod));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v1      | Pod                   | spec: {hostNetwork: true, containers: []}                        | spec.hostNetwork",
                "apps/v1 | Deployment            | spec: {template: {spec: {hostNetwork: true}}}                    | spec.template.spec.hostNetwork",
                "apps/v1 | StatefulSet           | spec: {template: {spec: {hostNetwork: true}}}                    | spec.template.spec.hostNetwork",
                "apps/v1 | DaemonSet             | spec: {template: {spec: {hostNetwork: true}}}                    | spec.template.spec.hostNetwork",
                "apps/v1 | ReplicaSet            | spec: {template: {spec: {hostNetwork: true}}}                    | spec.template.spec.hostNetwork",
                "batch/v1| Job                   | spec: {template: {spec: {hostNetwork: true}}}                    | spec.template.spec.hostNetwork",
                "batch/v1| CronJob               | spec: {jobTemplate: {spec: {template: {spec: {hostNetwork: true}}}}} | spec.jobTemplate.spec.template.spec.hostNetwork",
            })
    void appliesPodSecurityStandardToEveryPodTemplate(String apiVersion, String kind, String body, String field) {
        assertThat(check(PolicyRules.DEFAULTS, object(apiVersion, kind, body)))
                .singleElement()
                .asString()
                .startsWith(kind + " web: " + field + ": ")
                .endsWith("; the required Pod Security Standard is baseline" + RULE);
    }

    @Test
    void optionAllowsThePlainNamespaceOfTheDeployOnly() {
        String plain = "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}";
        assertThat(check(PolicyRules.options("createNamespace"), plain)).isEmpty();
        assertThat(check(PolicyRules.DEFAULTS, plain))
                .singleElement()
                .asString()
                .startsWith("Namespace shop: kind: ")
                .endsWith(RULE);
        for (String other : List.of(
                "{apiVersion: v1, kind: Namespace, metadata: {name: other}}",
                "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels:"
                        + " {pod-security.kubernetes.io/enforce: privileged}}}",
                "{apiVersion: v1, kind: Namespace, metadata: {name: shop}, spec: {finalizers: [kubernetes]}}",
                "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: shop}}")) {
            assertThat(check(PolicyRules.options("createNamespace"), other))
                    .first()
                    .asString()
                    .contains(": kind: ")
                    .endsWith(RULE);
        }
    }

    @Test
    void checksImagesOfAllContainersAndImageVolumes() {
        String pod = "initContainers: [{name: setup, image: 'evil.example/setup:1'}],"
                + " containers: [{name: app, image: 'registry.example/shop/web:1'}, {name: side, image: nginx}],"
                + " ephemeralContainers: [{name: debug, image: 'registry.example.evil.io/shop/web'}],"
                + " volumes: [{name: data, image: {reference: 'quay.io/data:1'}}, {name: empty, emptyDir: {}}]";

        assertThat(check(PolicyRules.images("registry.example/shop/*"), deployment(pod)))
                .containsExactly(
                        "Deployment web: spec.template.spec.initContainers[setup].image: \"evil.example/setup:1\" is not from"
                                + " an allowed repository; allowed repositories: registry.example/shop/*" + RULE,
                        "Deployment web: spec.template.spec.containers[side].image: \"nginx\" is not from an allowed"
                                + " repository; allowed repositories: registry.example/shop/*" + RULE,
                        "Deployment web: spec.template.spec.ephemeralContainers[debug].image:"
                                + " \"registry.example.evil.io/shop/web\" is not from an allowed repository; allowed"
                                + " repositories: registry.example/shop/*" + RULE,
                        "Deployment web: spec.template.spec.volumes[data].image.reference: \"quay.io/data:1\" is not from"
                                + " an allowed repository; allowed repositories: registry.example/shop/*" + RULE);
        assertThat(check(PolicyRules.DEFAULTS, deployment(pod))).isEmpty();
    }

    @Test
    void requiresDigests() {
        String digest = "sha256:" + "a".repeat(64);
        String pod = "containers: [{name: tag, image: 'nginx:1'}, {name: digest, image: 'nginx@%1$s'},"
                + " {name: both, image: 'nginx:1@%1$s'}, {name: short, image: 'nginx@sha256:aaaa'}, {name: none}]";

        assertThat(check(PolicyRules.digests(), deployment(pod.formatted(digest))))
                .extracting(sentence -> sentence.replaceAll(".*\\[(.*?)].*", "$1"))
                .containsExactly("tag", "short", "none");
    }

    @Test
    void rulesAboutImagesDoNotConcernPlaceholders() {
        String pod =
                "containers: [{name: built, image: 'image:from-build'}, {name: tag, image: 'nginx:1'}, {name: none}]";

        assertThat(check(PolicyRules.digests().withUnknownImages(Set.of("image:from-build")), deployment(pod)))
                .extracting(sentence -> sentence.replaceAll(".*\\[(.*?)].*", "$1"))
                .containsExactly("tag", "none");
    }

    @ParameterizedTest
    @CsvSource({
        "v1,                           ConfigMap,             true",
        "v1,                           PersistentVolumeClaim, true",
        "networking.k8s.io/v1,         Ingress,               true",
        "v1,                           Namespace,             false",
        "rbac.authorization.k8s.io/v1, RoleBinding,           false",
        "apiextensions.k8s.io/v1,      CustomResourceDefinition, false",
        "networking.k8s.io/v1,         NetworkPolicy,         false",
        // A custom resource may have the name of a kind of Kubernetes.
        "example.com/v1,               Deployment,            false",
        "v1,                           List,                  false",
    })
    void allowsOnlyDefaultKindsByDefault(String apiVersion, String kind, boolean allowed) {
        GenericKubernetesResource object = generic(object(apiVersion, kind, "other: {}"));

        assertThat(ObjectPolicy.check(PolicyRules.DEFAULTS, "shop", List.of(object)).stream()
                        .noneMatch(sentence -> sentence.contains(" is not an allowed kind")))
                .isEqualTo(allowed);
    }

    @Test
    void namesAllowedKinds() {
        assertThat(check(PolicyRules.kinds("default", "*.cert-manager.io"), object("example.com/v1", "Widget", "a: b")))
                .containsExactly(
                        "Widget web: kind: \"Widget\" of \"example.com/v1\" is not an allowed kind; allowed kinds:"
                                + " default, *.cert-manager.io" + RULE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "containers: []                                       | spec.template.spec.serviceAccountName: \"default\"",
                "serviceAccountName: admin                            | spec.template.spec.serviceAccountName: \"admin\"",
                "serviceAccount: admin                                | spec.template.spec.serviceAccount: \"admin\"",
                "serviceAccountName: web-1, serviceAccount: admin     | spec.template.spec.serviceAccount: \"admin\"",
                "serviceAccountName: web-1                            | ''",
            })
    void checksServiceAccountOfPods(String pod, String refused) {
        assertThat(check(PolicyRules.serviceAccounts("web-*"), deployment(pod)).stream()
                        .map(sentence -> sentence.replaceAll("^Deployment web: | is not an allowed.*", ""))
                        .toList())
                .isEqualTo(refused.isEmpty() ? List.of() : List.of(refused));
        assertThat(check(PolicyRules.DEFAULTS, deployment(pod))).isEmpty();
    }

    @Test
    void checksNamesOfDeployedServiceAccounts() {
        assertThat(check(PolicyRules.serviceAccounts("shop-*"), object("v1", "ServiceAccount", "secrets: []")))
                .containsExactly("ServiceAccount web: metadata.name: \"web\" is not an allowed service account; allowed"
                        + " service accounts: shop-*" + RULE);
    }

    @Test
    void checksTypesOfServices() {
        String nodePort = object("v1", "Service", "spec: {type: NodePort, ports: [{port: 80}]}");
        String plain = object("v1", "Service", "spec: {ports: [{port: 80}]}");

        assertThat(check(PolicyRules.serviceTypes("ClusterIP", "LoadBalancer"), nodePort))
                .containsExactly(
                        "Service web: spec.type: \"NodePort\" is not an allowed type; allowed types: ClusterIP,"
                                + " LoadBalancer" + RULE);
        assertThat(check(PolicyRules.serviceTypes("LoadBalancer"), plain)).hasSize(1);
        assertThat(check(PolicyRules.serviceTypes("ClusterIP"), plain)).isEmpty();
        assertThat(check(PolicyRules.DEFAULTS, nodePort)).isEmpty();
    }

    @Test
    void refusesExternalIpsUnlessAllowed() {
        String service = object("v1", "Service", "spec: {externalIPs: [192.0.2.1], ports: [{port: 80}]}");

        assertThat(check(PolicyRules.DEFAULTS, service))
                .singleElement()
                .asString()
                .startsWith("Service web: spec.externalIPs: not allowed");
        assertThat(check(PolicyRules.serviceTypes("ClusterIP", "externalIPs"), service))
                .isEmpty();
    }

    @Test
    void refusesSecretsWithTokensOfServiceAccounts() {
        String token = object("v1", "Secret", "type: kubernetes.io/service-account-token");

        assertThat(check(PolicyRules.DEFAULTS, token))
                .singleElement()
                .asString()
                .startsWith("Secret web: type: kubernetes.io/service-account-token is not allowed");
        assertThat(check(PolicyRules.kinds("*"), token)).isEmpty();
        assertThat(check(PolicyRules.DEFAULTS, object("v1", "Secret", "type: Opaque")))
                .isEmpty();
    }

    private static final String NETWORKS = "{apiVersion: v1, kind: Pod, metadata: {name: web, annotations:"
            + " {k8s.v1.cni.cncf.io/networks: '%s'}}, spec: {containers: []}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "fast                                              | ",
                "shop/fast, other/slow@eth1                        | other",
                "[{\"name\": \"fast\", \"namespace\": \"other\"}]  | other",
                "[{\"name\": \"fast\", \"NameSpace\": \"other\"}]  | other",
                "[{\"name\": \"fast\", \"namespace\": \"shop\"}]   | ",
            })
    void checksNamespacesOfNetworks(String networks, String refused) {
        assertThat(check(PolicyRules.DEFAULTS, NETWORKS.formatted(networks)).stream()
                        .map(sentence -> sentence.replaceAll(".*namespace \"(.*?)\";.*", "$1"))
                        .toList())
                .isEqualTo(refused == null ? List.of() : List.of(refused));
    }

    /** The parser of Multus may accept what this plugin cannot read. */
    @Test
    void refusesNetworksThatCannotBeRead() {
        assertThat(check(PolicyRules.DEFAULTS, NETWORKS.formatted("[{\"name\": \"fast\"")))
                .singleElement()
                .asString()
                .startsWith("Pod web: spec: " + Messages.ObjectPolicy_unreadable());
    }

    @Test
    void refusesListWithEmptyElement() {
        assertThat(check(PolicyRules.images("docker.io/library/*"), object("v1", "Pod", "spec: {containers: [null]}")))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v1      | Service     | spec: {type: ExternalName, externalName: db.other.svc.cluster.local} | spec.externalName",
                "v1      | Service     | spec: {type: ExternalName, externalName: DB.other.SVC}               | spec.externalName",
                "v1      | Service     | spec: {type: ExternalName, externalName: db.example.com}             | ",
                "v1      | PersistentVolumeClaim | spec: {dataSourceRef: {kind: X, name: a, namespace: other}} | spec.dataSourceRef.namespace",
                "apps/v1 | StatefulSet | spec: {template: {}, volumeClaimTemplates: [{spec: {dataSourceRef: {kind: X, name: a, namespace: other}}}]} | spec.volumeClaimTemplates[0].spec.dataSourceRef.namespace",
                "rbac.authorization.k8s.io/v1 | RoleBinding | subjects: [{kind: ServiceAccount, name: a, namespace: other}] | subjects[0].namespace",
                "networking.k8s.io/v1 | Ingress | spec: {} | ",
                "v1      | ConfigMap   | data: {namespace: other} | ",
                "apps/v1 | Deployment  | spec: {selector: {matchLabels: {namespace: other}}, template: {spec: {nodeSelector: {namespace: other}}}} | ",
            })
    void checksReferencesIntoOtherNamespaces(String apiVersion, String kind, String body, String field) {
        String yaml = object(apiVersion, kind, body);

        assertThat(check(PolicyRules.namespaces(), yaml).stream()
                        .map(sentence -> sentence.replaceAll("^\\w+ web: |: refers to the namespace.*", ""))
                        .toList())
                .isEqualTo(field == null ? List.of() : List.of(field));
        assertThat(check(PolicyRules.namespaces("oth*"), yaml)).isEmpty();
    }

    @Test
    void refusesNamespaceObjectsOfOtherNamespaces() {
        String yaml = "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}";

        assertThat(check(PolicyRules.namespaces(), yaml.formatted("shop"))).isEmpty();
        assertThat(check(PolicyRules.namespaces(), yaml.formatted("kube-system")))
                .containsExactly("Namespace kube-system: metadata.name: refers to the namespace \"kube-system\"; only"
                        + " the namespace \"shop\" of the deploy is allowed" + RULE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth-tls-secret", "fastcgi-params-configmap"})
    void checksReferencesInAnnotationsOfIngresses(String annotation) {
        String ingress = "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web, annotations:"
                + " {nginx.ingress.kubernetes.io/" + annotation + ": other/ca}}, spec: {}}";

        assertThat(check(PolicyRules.DEFAULTS, ingress))
                .singleElement()
                .asString()
                .startsWith(
                        "Ingress web: metadata.annotations[nginx.ingress.kubernetes.io/" + annotation + "]: refers to");
    }

    @Test
    void namesForbiddenOptions() {
        RolloutOptions both = RolloutOptions.defaults().withAdopt(true).withForceConflicts(true);

        assertThat(ObjectPolicy.forbiddenOptions(PolicyRules.DEFAULTS, RolloutOptions.defaults()))
                .isEmpty();
        assertThat(ObjectPolicy.forbiddenOptions(PolicyRules.DEFAULTS, both))
                .containsExactly("adopt", "forceConflicts");
        assertThat(ObjectPolicy.forbiddenOptions(PolicyRules.options("adopt"), both))
                .containsExactly("forceConflicts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spec: {template: text}", "spec: {template: {spec: {containers: text}}}"})
    void refusesTemplatesThatCannotBeRead(String body) {
        GenericKubernetesResource object = generic(object("apps/v1", "ReplicaSet", body));

        assertThat(ObjectPolicy.check(PolicyRules.DEFAULTS, "shop", List.of(object)))
                .singleElement()
                .asString()
                .startsWith("ReplicaSet web: spec: cannot be checked");
    }

    @Test
    void sentencesAreBoundedAndOnOneLine() {
        String name = "a\\u001b[31mb\\n\\u202eFAKE" + "x".repeat(5000);
        HasMetadata hostile = generic(object("example.com/v1", "\"" + name + "\"", "a: b"));

        List<String> sentences = ObjectPolicy.check(PolicyRules.DEFAULTS, "shop", Collections.nCopies(100, hostile));

        assertThat(sentences)
                .hasSize(ObjectPolicy.MAX_SENTENCES + 1)
                .allSatisfy(sentence ->
                        assertThat(sentence).hasSizeLessThan(1100).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}]"));
        assertThat(sentences.getLast()).isEqualTo("80 more fields are not allowed");
    }
}
