package io.jenkins.plugins.deployworkload.differential;

import static io.jenkins.plugins.deployworkload.differential.ConstraintRepair.distinct;
import static io.jenkins.plugins.deployworkload.differential.ConstraintRepair.list;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes the containers of a random workload so that they satisfy the rules that involve several sections. */
final class ContainerConstraintRepair {

    private final ObjectNode workload;
    private final List<String> volumes;
    private final Random random;
    private int ports;

    ContainerConstraintRepair(ObjectNode workload, List<String> volumes, Random random) {
        this.workload = workload;
        this.volumes = volumes;
        this.random = random;
    }

    void repair() {
        ArrayNode containers = list(workload, "containers");
        ArrayNode initContainers = list(workload, "initContainers");
        for (int i = 0; i < containers.size(); i++) {
            container((ObjectNode) containers.get(i), "c" + i);
        }
        for (int i = 0; i < initContainers.size(); i++) {
            ObjectNode initContainer = (ObjectNode) initContainers.get(i);
            container(initContainer, "i" + i);
            if (!initContainer.has("restartPolicy")) {
                initContainer.remove(
                        List.of("livenessProbe", "readinessProbe", "startupProbe", "lifecycle", "resizePolicy"));
            }
        }
    }

    private void container(ObjectNode container, String name) {
        container.put("name", name);
        if (container.has("resources")) {
            resources((ObjectNode) container.get("resources"));
        }
        environment(container);
        distinct(
                list(container, "resizePolicy"),
                policy -> policy.get("resourceName").asText());
        if ("Never".equals(jobRestartPolicy())) {
            container.remove("resizePolicy");
        }
        security(container.path("securityContext"));
        List<String> names = ports(container);
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            probe(container.path(probe), !"readinessProbe".equals(probe), names);
        }
        hook(container.path("lifecycle").path("postStart"), names);
        hook(container.path("lifecycle").path("preStop"), names);
        mounts(container);
    }

    private void resources(ObjectNode resources) {
        resources.removeAll();
        if (random.nextInt(4) > 0) {
            resources.withObject("/requests").put("cpu", pick("0", "100m", "0.5"));
        }
        if (random.nextInt(4) > 0) {
            resources.withObject("/requests").put("memory", pick("0", "128Mi", "1e8", "0.1Gi"));
        }
        if (random.nextInt(3) > 0) {
            resources.withObject("/limits").put("cpu", pick("500m", "1", "2.5"));
            resources.withObject("/limits").put("memory", pick("1Gi", "2G", "1.5Gi"));
        }
        if (random.nextInt(3) == 0) {
            resources.withObject("/limits").put("nvidia.com/gpu", "2");
            if (random.nextBoolean()) {
                resources.withObject("/requests").put("nvidia.com/gpu", "2");
            }
        }
        if (random.nextInt(5) == 0) {
            resources.withObject("/limits").put("hugepages-2Mi", "4Mi").put("cpu", "3");
            resources.withObject("/limits").put("ephemeral-storage", "1Gi");
        }
    }

    private void environment(ObjectNode container) {
        ArrayNode variables = list(container, "env");
        distinct(variables, variable -> variable.get("name").asText());
        variables.forEach(variable -> {
            if (variable.has("valueFrom")) {
                ((ObjectNode) variable).remove("value");
            }
            if (variable.path("valueFrom").path("resourceFieldRef") instanceof ObjectNode resource) {
                ConstraintRepair.divisor(resource);
                if (resource.has("containerName")) {
                    resource.put("containerName", "c0");
                }
            }
        });
    }

    private static void security(JsonNode security) {
        boolean noEscalation = security.has("allowPrivilegeEscalation")
                && !security.get("allowPrivilegeEscalation").asBoolean();
        if (noEscalation) {
            ((ObjectNode) security).remove("privileged");
            ((ObjectNode) security).remove("capabilities");
        }
        profile(security.path("seccompProfile"));
        profile(security.path("appArmorProfile"));
    }

    static void profile(JsonNode profile) {
        if (profile.isObject()) {
            if ("Localhost".equals(profile.get("type").asText())) {
                ((ObjectNode) profile).put("localhostProfile", "a/b");
            } else {
                ((ObjectNode) profile).remove("localhostProfile");
            }
        }
    }

    private String jobRestartPolicy() {
        return workload.get("controller")
                .iterator()
                .next()
                .path("restartPolicy")
                .asText();
    }

    private List<String> ports(ObjectNode container) {
        List<String> names = new ArrayList<>();
        list(container, "ports").forEach(element -> {
            ObjectNode port = (ObjectNode) element;
            ports++;
            port.put("containerPort", ports * 100 + random.nextInt(100));
            if (port.has("name")) {
                port.put("name", "n-" + ports);
                names.add("n-" + ports);
            }
            if (port.has("hostPort")) {
                port.put("hostPort", port.get("containerPort").asInt());
            }
            if (port.has("hostIP")) {
                port.put("hostIP", pick("127.0.0.1", "::1"));
            }
        });
        return names;
    }

    private void probe(JsonNode probe, boolean onlyOne, List<String> names) {
        if (onlyOne && probe.has("successThreshold")) {
            ((ObjectNode) probe).put("successThreshold", 1);
        }
        usePortName(probe.path("httpGet"), names);
        usePortName(probe.path("tcpSocket"), names);
    }

    private void hook(JsonNode hook, List<String> names) {
        usePortName(hook.path("httpGet"), names);
        if (hook.has("sleep")) {
            long grace = workload.path("terminationGracePeriodSeconds").asLong(30);
            ((ObjectNode) hook.get("sleep")).put("seconds", Math.min(grace, random.nextInt(31)));
        }
    }

    private void usePortName(JsonNode handler, List<String> names) {
        if (handler.isObject() && !names.isEmpty() && random.nextBoolean()) {
            ((ObjectNode) handler).put("port", names.get(random.nextInt(names.size())));
        }
    }

    private void mounts(ObjectNode container) {
        ArrayNode mounts = list(container, "volumeMounts");
        if (volumes.isEmpty()) {
            container.remove(List.of("volumeMounts", "volumeDevices"));
            return;
        }
        distinct(mounts, mount -> mount.get("mountPath").asText());
        mounts.forEach(element -> {
            ObjectNode mount = (ObjectNode) element;
            mount.put("name", volumes.get(random.nextInt(volumes.size())));
            if (mount.has("subPath")) {
                mount.remove("subPathExpr");
            }
            if ("Bidirectional".equals(mount.path("mountPropagation").asText())
                    && !container.path("securityContext").path("privileged").asBoolean()) {
                mount.put("mountPropagation", "None");
            }
        });
        devices(container, mounts);
    }

    /** Uses claims that the container does not mount, each as one device. */
    private void devices(ObjectNode container, ArrayNode mounts) {
        List<String> free = new ArrayList<>(volumes);
        list(workload, "volumes").forEach(volume -> {
            if (!volume.has("persistentVolumeClaim")) {
                free.remove(volume.get("name").asText());
            }
        });
        mounts.forEach(mount -> free.remove(mount.get("name").asText()));
        ArrayNode devices = list(container, "volumeDevices");
        while (devices.size() > free.size()) {
            devices.remove(0);
        }
        for (int i = 0; i < devices.size(); i++) {
            ((ObjectNode) devices.get(i)).put("name", free.get(i)).put("devicePath", "/dev/d" + i);
        }
        if (devices.isEmpty()) {
            container.remove("volumeDevices");
        }
    }

    private String pick(String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
