package io.jenkins.plugins.deployworkload.manifest.importing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Manifests in which parts are missing or have another structure: an import gives a message, and no other exception. */
class ManifestImportFuzzTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String MANIFESTS = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db, namespace: shop, labels: {app: db}, annotations: {a: b}, managedFields: [{manager: helm, fieldsV1: {"f:spec": {"f:selector": {}}}}]}
            spec:
              replicas: 2
              serviceName: db
              updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}
              selector: {matchLabels: {app: db}}
              template:
                metadata: {labels: {app: db}, annotations: {sidecar.istio.io/status: '{"containers":["x"]}'}}
                spec:
                  imagePullSecrets: [{name: registry}]
                  containers:
                    - name: app
                      image: db:1
                      env: [{name: A, value: b}, {name: C, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: metadata.name}}}]
                      ports: [{containerPort: 80, name: http, protocol: TCP}]
                      livenessProbe: {httpGet: {path: /, port: http}, periodSeconds: 5}
                      volumeMounts: [{name: data, mountPath: /data}, {name: c, mountPath: /c}]
                      securityContext: {procMount: Default, capabilities: {drop: [ALL]}}
                  volumes: [{name: c, projected: {sources: [{configMap: {name: c}}]}}, {name: d, hostPath: {path: /d, type: ""}}]
              volumeClaimTemplates:
                - {metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: db, namespace: shop}
            spec: {clusterIP: None, selector: {app: db}, sessionAffinity: ClientIP, ports: [{port: 80, targetPort: http}]}
            ---
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: db, namespace: shop}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: db}
              maxReplicas: 5
              metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]
            ---
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: db, namespace: shop}
            spec: {minAvailable: 1, selector: {matchLabels: {app: db}}}
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: db, namespace: shop}
            spec: {rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: db, port: {number: 80}}}}]}}]}
            ---
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: clean, namespace: shop}
            spec:
              schedule: "* * * * *"
              jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: app, image: a}]}}}}
            ---
            apiVersion: v1
            kind: List
            items: [{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: b}}]
            """;

    @Test
    void onlyMessages() throws Exception {
        List<JsonNode> originals = RoundTrip.parse(MANIFESTS);
        int imported = 0;
        for (int i = 0; i < Integer.getInteger("import.fuzz", 300); i++) {
            Random random = new Random(i);
            List<JsonNode> objects = new ArrayList<>();
            originals.forEach(object -> objects.add(object.deepCopy()));
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                mutate(objects.get(random.nextInt(objects.size())), random);
            }
            try {
                ManifestImport.of(objects, random.nextBoolean());
                imported++;
            } catch (InvalidDescriptionException e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException e) {
                throw new AssertionError("case " + i + ": " + objects, e);
            }
        }
        assertThat(imported).isPositive();
    }

    private static void mutate(JsonNode node, Random random) {
        boolean here = random.nextInt(5) == 0;
        if (node instanceof ObjectNode map && !map.isEmpty()) {
            List<Map.Entry<String, JsonNode>> entries = List.copyOf(map.properties());
            Map.Entry<String, JsonNode> entry = entries.get(random.nextInt(entries.size()));
            if (!here && entry.getValue().isContainerNode() && !entry.getValue().isEmpty()) {
                mutate(entry.getValue(), random);
            } else if (random.nextInt(4) == 0) {
                map.remove(entry.getKey());
            } else {
                map.set(entry.getKey(), any(random));
            }
        } else if (node instanceof ArrayNode list && !list.isEmpty()) {
            int index = random.nextInt(list.size());
            if (!here && list.get(index).isContainerNode()) {
                mutate(list.get(index), random);
            } else if (random.nextBoolean()) {
                list.add(list.get(index).deepCopy());
            } else {
                list.set(index, any(random));
            }
        }
    }

    private static JsonNode any(Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.objectNode();
            case 2 -> NODES.arrayNode();
            case 3 -> NODES.numberNode(random.nextInt());
            case 4 -> NODES.textNode("");
            case 5 -> NODES.textNode("Aü \n${x}");
            case 6 -> NODES.booleanNode(random.nextBoolean());
            case 7 -> NODES.objectNode().put("name", "app").put("[\"a.b", "c");
            default ->
                NODES.arrayNode().add("app").addNull().add(NODES.objectNode().put("name", 1));
        };
    }
}
