package io.jenkins.plugins.deployworkload.differential;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Changes the Services of a random workload so that they satisfy the rules of their types. */
final class ServiceConstraintRepair {

    /** The first node port; the API server does not choose the first 86 ports of the range itself. */
    private static final int FIRST_NODE_PORT = 30_000;

    private final ObjectNode workload;
    private final String controller;
    private final Random random;
    private int nodePort = FIRST_NODE_PORT;

    ServiceConstraintRepair(ObjectNode workload, String controller, Random random) {
        this.workload = workload;
        this.controller = controller;
        this.random = random;
    }

    void repair() {
        if (Set.of("job", "cronJob").contains(controller)) {
            workload.remove("services");
            return;
        }
        ArrayNode services = ConstraintRepair.list(workload, "services");
        for (int i = 0; i < services.size(); i++) {
            ObjectNode service = (ObjectNode) services.get(i);
            if (i > 0 || service.has("name")) {
                service.put("name", "s" + i);
            }
            type(service, service.path("type").asText(""));
            ports(service);
        }
    }

    private void type(ObjectNode service, String type) {
        boolean external = Set.of("NodePort", "LoadBalancer").contains(type);
        if (!external) {
            service.remove("externalTrafficPolicy");
        }
        if (!type.equals("LoadBalancer")) {
            service.remove(List.of(
                    "loadBalancerClass",
                    "loadBalancerIP",
                    "loadBalancerSourceRanges",
                    "allocateLoadBalancerNodePorts",
                    "healthCheckNodePort"));
        } else if (service.has("healthCheckNodePort")) {
            service.put("externalTrafficPolicy", "Local").put("healthCheckNodePort", nodePort++);
        }
        if (type.equals("ExternalName")) {
            service.put("externalName", "db.example.com");
            service.remove(
                    List.of("clusterIP", "ipFamilies", "ipFamilyPolicy", "sessionAffinity", "internalTrafficPolicy"));
        } else {
            service.remove("externalName");
        }
        if (external) {
            service.remove("clusterIP");
        }
        // The control plane has IPv4 addresses only.
        if (service.has("ipFamilies")) {
            service.putArray("ipFamilies").add("IPv4");
        }
        if (service.has("ipFamilyPolicy")) {
            service.put("ipFamilyPolicy", "SingleStack");
        }
        if (isHeadless(service)) {
            service.remove("sessionAffinity");
        } else if (!type.equals("ExternalName")
                && ConstraintRepair.list(service, "ports").isEmpty()) {
            service.putArray("ports").addObject().put("port", 80);
        }
    }

    private boolean isHeadless(ObjectNode service) {
        return service.has("clusterIP")
                || !service.has("type") && Set.of("statefulSet", "daemonSet").contains(controller);
    }

    private void ports(ObjectNode service) {
        boolean external =
                Set.of("NodePort", "LoadBalancer").contains(service.path("type").asText());
        ArrayNode ports = ConstraintRepair.list(service, "ports");
        List<String> portNames = portNames();
        for (int i = 0; i < ports.size(); i++) {
            ObjectNode port = (ObjectNode) ports.get(i);
            port.put("port", 1 + i * 9000 + random.nextInt(9000));
            if (ports.size() > 1 || port.has("name")) {
                port.put("name", "p" + i);
            }
            if (!portNames.isEmpty() && random.nextBoolean()) {
                port.put("targetPort", portNames.get(random.nextInt(portNames.size())));
            }
            if (port.has("nodePort") && external) {
                port.put("nodePort", nodePort++);
            } else {
                port.remove("nodePort");
            }
        }
    }

    private List<String> portNames() {
        List<String> names = new ArrayList<>();
        workload.get("containers")
                .forEach(container -> ConstraintRepair.list((ObjectNode) container, "ports")
                        .forEach(port -> {
                            if (port.has("name")) {
                                names.add(port.get("name").asText());
                            }
                        }));
        return names;
    }
}
