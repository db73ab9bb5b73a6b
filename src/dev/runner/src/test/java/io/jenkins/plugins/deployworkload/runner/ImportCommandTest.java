package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code import} with files, and with workloads of a real control plane. */
class ImportCommandTest {

    private static final String SHOP = """
            apiVersion: v1
            kind: Service
            metadata: {name: shop, labels: {app: shop}}
            spec: {selector: {app: shop}, ports: [{port: 80, targetPort: http}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop, labels: {app: shop}, annotations: {team: store}}
            spec:
              replicas: 2
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop, tier: front}}
                spec:
                  containers:
                    - name: app
                      image: nginx:1.27
                      imagePullPolicy: IfNotPresent
                      args: ["--greeting=${HELLO}", "8080"]
                      ports: [{name: http, containerPort: 8080}]
                      resources: {requests: {cpu: 100m}, claims: [{name: gpu}]}
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: shop}
            spec:
              rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: shop, port: {number: 80}}}}]}}]
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: shop}
            stringData: {password: hush}
            """;

    @TempDir
    private Path folder;

    @Test
    void printsDescriptionWithPatchesObjectsAndNotes() throws Exception {
        RunnerResult run = RunnerResult.call("import", Files.writeString(folder.resolve("shop.yaml"), SHOP));

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                name: shop
                labels:
                  app: shop
                controller:
                  deployment:
                    replicas: 2
                matchLabels:
                  app: shop
                podLabels:
                  tier: front
                containers:
                  - name: app
                    image: nginx:1.27
                    imagePullPolicy: IfNotPresent
                    resources:
                      requests:
                        cpu: 100m
                    args:
                      - "--greeting=$${HELLO}"
                      - "8080"
                    ports:
                      - containerPort: 8080
                        name: http
                services:
                  - ports:
                      - port: 80
                        targetPort: http
                objects:
                  - apiVersion: networking.k8s.io/v1
                    kind: Ingress
                    metadata:
                      name: shop
                    spec:
                      rules:
                        - http:
                            paths:
                              - path: /
                                pathType: Prefix
                                backend:
                                  service:
                                    name: shop
                                    port:
                                      number: 80
                patches:
                  - target:
                      kind: Deployment
                    merge:
                      metadata:
                        annotations:
                          team: store
                      spec:
                        template:
                          spec:
                            containers:
                              - name: app
                                resources:
                                  claims:
                                    - name: gpu
                """);
        assertThat(run.err()).contains("Secret shop: not imported").doesNotContain("hush");
    }

    @Test
    void printsPipelineStep() throws Exception {
        RunnerResult run =
                RunnerResult.call("import", "--as", "step", Files.writeString(folder.resolve("shop.yaml"), SHOP));

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("deployWorkload workload: [\n    name: 'shop',\n    labels: [app: 'shop'],\n")
                .contains("controller: [deployment: [replicas: 2]]", "'--greeting=${HELLO}', '8080'");
    }

    @Test
    void refusesStepThatTheJvmCannotCompile() throws Exception {
        String variables = IntStream.range(0, 1000)
                .mapToObj(i -> "{name: V" + i + ", value: a}")
                .collect(Collectors.joining(", "));
        Path file = Files.writeString(folder.resolve("job.yaml"), """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: load}
                spec:
                  template:
                    spec:
                      restartPolicy: Never
                      containers: [{name: app, image: a, env: [%s]}]
                """.formatted(variables));

        RunnerResult run = RunnerResult.call("import", "--as", "step", file);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("load: too large for a Pipeline script", "--as yaml", "file:");
    }

    @Test
    void namesTheProblemOfAFileWithoutWorkload() throws Exception {
        Path file =
                Files.writeString(folder.resolve("a.yaml"), "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");

        RunnerResult run = RunnerResult.call("import", file);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("no Deployment, StatefulSet, DaemonSet, Job or CronJob found");
    }

    @Test
    void checkSaysThatAManifestIsNoDescription() throws Exception {
        RunnerResult run = RunnerResult.call(
                "check", Files.writeString(folder.resolve("shop.yaml"), SHOP.replace("${HELLO}", "hello")));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "shop.yaml:1:1: is a Kubernetes manifest, kind \"Service\" of \"v1\"",
                        "\"manifests\"",
                        "import");
    }

    /** As an imported workload is taken over: diff first, then a deploy that restarts no pod. */
    @Test
    void adoptedLiveWorkloadKeepsItsPods() throws Exception {
        String namespace = RunnerControlPlane.newNamespace();
        String manifest = SHOP.split("---\n")[1].replace(
                "resources: {requests: {cpu: 100m}, claims: [{name: gpu}]}", "securityContext: {procMount: Default}");
        Deployment before = Serialization.unmarshal(manifest, Deployment.class);
        Deployment created = RunnerControlPlane.client()
                .resource(before)
                .inNamespace(namespace)
                .create();

        RunnerResult imported = RunnerResult.call(
                "import",
                "--live",
                "deployment/shop",
                "--namespace",
                namespace,
                "--kubeconfig",
                RunnerControlPlane.kubeconfig());
        Path file = Files.writeString(folder.resolve("imported.yaml"), imported.out());
        RunnerResult diff = onCluster(namespace, "diff", "--adopt", file);
        RunnerResult deploy = onCluster(namespace, "deploy", "--adopt", file);

        assertThat(imported.code()).as(imported.text()).isZero();
        assertThat(imported.out())
                .contains("name: shop", "replicas: 2", "procMount: Default")
                .doesNotContain("uid", "status", "managedFields", "ClusterFirst", "terminationMessagePath");
        assertThat(diff.code()).as(diff.text()).isEqualTo(1);
        assertThat(diff.out().lines().filter(line -> line.startsWith("    ")))
                .as(diff.text())
                .isNotEmpty()
                .allMatch(line -> line.contains(" metadata.labels") || line.contains(" metadata.annotations"));
        assertThat(deploy.code()).as(deploy.text()).isZero();
        Deployment after = RunnerControlPlane.client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName("shop")
                .get();
        assertThat(after.getSpec()).isEqualTo(created.getSpec());
        assertThat(RunnerControlPlane.client()
                        .apps()
                        .replicaSets()
                        .inNamespace(namespace)
                        .list()
                        .getItems())
                .hasSize(1);
        assertThat(after.getMetadata().getAnnotations()).containsAllEntriesOf(Map.of("team", "store"));
    }

    private static RunnerResult onCluster(String namespace, Object... arguments) {
        Object[] all = new Object[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(
                new Object[] {"--kubeconfig", RunnerControlPlane.kubeconfig(), "--namespace", namespace},
                0,
                all,
                arguments.length,
                4);
        return RunnerResult.call(all);
    }
}
