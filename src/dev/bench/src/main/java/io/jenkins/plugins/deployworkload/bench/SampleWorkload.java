package io.jenkins.plugins.deployworkload.bench;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The workload of all measurements. It has four objects. Service, Deployment and HorizontalPodAutoscaler come from the
 * workload file; the fourth object is a ConfigMap. The workload refers to another ConfigMap, which exists before the
 * deploy. The pods are ready as soon as they are scheduled.
 */
final class SampleWorkload {

    /** Name of the ConfigMap that exists before the deploy. */
    static final String SETTINGS = "settings";

    static final int OBJECTS = 4;
    static final int REFERENCES = 1;

    /** Number of watched kinds: Deployments and, for diagnosis, pods, ReplicaSets and events. */
    static final int WATCHED_KINDS = 4;

    private SampleWorkload() {}

    static String image(int version) {
        return "registry.example/shop/web:" + version;
    }

    /** The workload file, which yields three of the four objects. */
    static String description(String name, int version) {
        return """
                name: %s
                group: shop
                controller: {deployment: {autoscaling: {maxReplicas: 4, cpuUtilization: 80}}}
                containers:
                  - name: app
                    image: %s
                    resources:
                      requests: {cpu: 100m, memory: 128Mi}
                      limits: {cpu: 500m, memory: 256Mi}
                    env:
                      - {name: MODE, value: prod}
                      - {name: THEME, valueFrom: {configMapKeyRef: {name: %s, key: theme}}}
                    readinessProbe:
                      httpGet: {path: /ready, port: 8080}
                service:
                  ports: [{name: http, port: 80, targetPort: 8080}]
                """.formatted(name, image(version), SETTINGS);
    }

    static List<HasMetadata> objects(String namespace, String name, int version) {
        List<HasMetadata> objects = new ArrayList<>(described(namespace, name, version));
        objects.add(new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(objects.getFirst().getMetadata().getLabels())
                .endMetadata()
                .addToData("page", "a page of " + name)
                .build());
        return objects;
    }

    private static List<HasMetadata> described(String namespace, String name, int version) {
        try {
            Workload workload = YamlReader.read(description(name, version), name, Workload.class)
                    .getFirst();
            return WorkloadRenderer.render(workload, namespace);
        } catch (InvalidDescriptionException e) {
            throw new IllegalStateException(e);
        }
    }

    static String yaml(List<HasMetadata> objects) {
        return objects.stream().map(Serialization::asYaml).collect(Collectors.joining());
    }
}
