package io.jenkins.plugins.deployworkload.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import org.junit.jupiter.api.Test;

/** Checks the JSON of rendered objects. Unset properties of the workload must not appear as fields. */
class WorkloadRendererTest {

    @Test
    void omitsUnsetFields() throws Exception {
        assertThat(
                        render(
                                "name: web\ncontroller: {deployment: }\ncontainers: [{name: app, image: nginx, resources: {}}]"))
                .isEqualTo(json("""
                                [{"apiVersion": "apps/v1", "kind": "Deployment",
                                  "metadata": {"name": "web", "namespace": "shop",
                                    "labels": {"app.kubernetes.io/name": "web", "app.kubernetes.io/managed-by": "deploy-workload",
                                               "deploy-workload.jenkins.io/name": "web"}},
                                  "spec": {"selector": {"matchLabels": {"deploy-workload.jenkins.io/name": "web"}},
                                    "template": {"metadata": {
                                        "labels": {"app.kubernetes.io/name": "web", "app.kubernetes.io/managed-by": "deploy-workload",
                                                   "deploy-workload.jenkins.io/name": "web"}},
                                      "spec": {"containers": [{"name": "app", "image": "nginx"}]}}}}]
                                """));
    }

    @Test
    void rendersEveryFieldAtItsPath() throws Exception {
        JsonNode objects = render("""
                name: web
                group: front
                description: 주문 화면
                labels: {tier: web}
                annotations: {note: x y}
                controller:
                  deployment: {replicas: 3, minReadySeconds: 5, revisionHistoryLimit: 2, progressDeadlineSeconds: 60}
                terminationGracePeriodSeconds: 7
                containers:
                  - name: app
                    image: nginx:1.27
                    imagePullPolicy: Always
                    command: [sh, -c]
                    args: [run]
                    env: [{name: A, value: ""}, {name: B}]
                    ports: [{containerPort: 5353, protocol: UDP, name: dns}]
                    resources: {requests: {cpu: 1}, limits: {memory: 1Gi, nvidia.com/gpu: 1}}
                service:
                  sessionAffinity: {timeoutSeconds: 60}
                  ports: [{name: http, port: 80, protocol: TCP, targetPort: 8080}, {name: dns, port: 53, protocol: UDP, targetPort: dns}]
                """);
        JsonNode service = objects.get(0);
        JsonNode deployment = objects.get(1);

        assertThat(service.at("/kind").textValue()).isEqualTo("Service");
        assertThat(service.at("/spec")).isEqualTo(json("""
                                {"selector": {"deploy-workload.jenkins.io/name": "web"}, "sessionAffinity": "ClientIP",
                                 "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 60}},
                                 "ports": [{"name": "http", "port": 80, "protocol": "TCP", "targetPort": 8080},
                                           {"name": "dns", "port": 53, "protocol": "UDP", "targetPort": "dns"}]}
                                """));
        assertThat(deployment.at("/metadata")).isEqualTo(json("""
                                {"name": "web", "namespace": "shop",
                                 "labels": {"tier": "web", "app.kubernetes.io/name": "web", "app.kubernetes.io/part-of": "front",
                                   "app.kubernetes.io/managed-by": "deploy-workload", "deploy-workload.jenkins.io/name": "web"},
                                 "annotations": {"note": "x y", "deploy-workload.jenkins.io/description": "주문 화면"}}
                                """));
        assertThat(deployment.at("/spec/selector/matchLabels"))
                .isEqualTo(json("{\"deploy-workload.jenkins.io/name\": \"web\"}"));
        assertThat(deployment.at("/spec/replicas").intValue()).isEqualTo(3);
        assertThat(deployment.at("/spec/minReadySeconds").intValue()).isEqualTo(5);
        assertThat(deployment.at("/spec/revisionHistoryLimit").intValue()).isEqualTo(2);
        assertThat(deployment.at("/spec/progressDeadlineSeconds").intValue()).isEqualTo(60);
        assertThat(deployment.at("/spec/template/spec")).isEqualTo(json("""
                                {"terminationGracePeriodSeconds": 7,
                                 "containers": [{"name": "app", "image": "nginx:1.27", "imagePullPolicy": "Always",
                                   "command": ["sh", "-c"], "args": ["run"], "env": [{"name": "A", "value": ""}, {"name": "B"}],
                                   "ports": [{"containerPort": 5353, "protocol": "UDP", "name": "dns"}],
                                   "resources": {"requests": {"cpu": "1"}, "limits": {"memory": "1Gi", "nvidia.com/gpu": "1"}}}]}
                                """));
    }

    @Test
    void podsWithSelectorOfTheUserHavePodLabelsOnly() throws Exception {
        JsonNode deployment = render("""
                        name: web
                        labels: {app: shop, release: "7"}
                        podLabels: {mesh: "on"}
                        matchLabels: {app: web}
                        controller: {deployment: {}}
                        containers: [{name: app, image: nginx}]
                        """).get(0);

        assertThat(deployment.at("/metadata/labels/app").asText()).isEqualTo("shop");
        assertThat(deployment.at("/spec/template/metadata/labels"))
                .isEqualTo(json("{\"mesh\": \"on\", \"app\": \"web\"}"));
    }

    @Test
    void rendersSingleAsDeploymentWithOneReplica() throws Exception {
        JsonNode objects = render("name: db\ncontroller: {single: {}}\ncontainers: [{name: db, image: postgres}]");

        assertThat(objects.at("/0/kind").textValue()).isEqualTo("Deployment");
        assertThat(objects.at("/0/spec/replicas").intValue()).isEqualTo(1);
    }

    private static ArrayNode render(String yaml) throws Exception {
        Workload workload = YamlReader.read(yaml, "test.yaml", Workload.class).get(0);
        return new ObjectMapper()
                .readValue(Serialization.asJson(WorkloadRenderer.render(workload, "shop")), ArrayNode.class);
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
