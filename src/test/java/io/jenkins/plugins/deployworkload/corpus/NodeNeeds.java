package io.jenkins.plugins.deployworkload.corpus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the pods of an object need of nodes.
 *
 * @param labels the labels of each node selector and of each term of a required node affinity
 * @param resources extended resources and huge pages
 * @param ports of nodes: those of Services, and those of containers
 */
record NodeNeeds(List<Map<String, String>> labels, Set<String> resources, Set<Object> ports) {

    static NodeNeeds of(Map<?, ?> object) {
        NodeNeeds needs = new NodeNeeds(new ArrayList<>(), new TreeSet<>(), new HashSet<>());
        // The schema of a definition has the names of fields, but no values.
        if (!"CustomResourceDefinition".equals(object.get("kind"))) {
            needs.collect(object, false);
        }
        return needs;
    }

    private void collect(Object value, boolean hostNetwork) {
        if (value instanceof List<?> list) {
            list.forEach(item -> collect(item, hostNetwork));
        } else if (value instanceof Map<?, ?> map) {
            boolean network = hostNetwork || Boolean.TRUE.equals(map.get("hostNetwork"));
            collectPort(map.get("nodePort"));
            collectPort(map.get("hostPort"));
            collectPort(network ? map.get("containerPort") : null);
            collectLabels(map);
            for (String key : List.of("limits", "requests")) {
                Bundle.map(map, key).keySet().stream()
                        .map(Object::toString)
                        .filter(name -> name.contains("/") || name.startsWith("hugepages-"))
                        .forEach(resources::add);
            }
            map.values().forEach(item -> collect(item, network));
        }
    }

    private void collectPort(Object port) {
        if (port instanceof Integer) {
            ports.add(port);
        }
    }

    private void collectLabels(Map<?, ?> map) {
        Map<String, String> selector = new TreeMap<>();
        if (map.containsKey("containers")) {
            Bundle.map(map, "nodeSelector").forEach((key, value) -> selector.put(key.toString(), value.toString()));
        }
        addLabels(selector);
        Map<?, ?> required = Bundle.map(map, "requiredDuringSchedulingIgnoredDuringExecution");
        for (Object term : Bundle.list(required, "nodeSelectorTerms")) {
            Map<String, String> labelsOfTerm = new TreeMap<>();
            for (Object item : Bundle.list((Map<?, ?>) term, "matchExpressions")) {
                Map<?, ?> expression = (Map<?, ?>) item;
                List<?> values = Bundle.list(expression, "values");
                switch (Bundle.text(expression, "operator")) {
                    case "In" ->
                        labelsOfTerm.put(
                                Bundle.text(expression, "key"),
                                values.getFirst().toString());
                    case "Exists" -> labelsOfTerm.put(Bundle.text(expression, "key"), "");
                    default -> {
                        // Nodes without the label match.
                    }
                }
            }
            addLabels(labelsOfTerm);
        }
    }

    private void addLabels(Map<String, String> map) {
        if (!map.isEmpty()) {
            labels.add(map);
        }
    }
}
