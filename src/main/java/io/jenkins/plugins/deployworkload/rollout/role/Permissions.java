package io.jenkins.plugins.deployworkload.rollout.role;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects verbs by API group and resource, and groups them as the rules of a Role. */
final class Permissions {

    /** The order in which people write the verbs of a Role. */
    private static final List<String> ORDER = List.of("get", "list", "watch", "create", "update", "patch", "delete");

    private record Resource(String group, String name) {}

    private record RuleKey(String group, Set<String> verbs) {}

    private final Map<Resource, Set<String>> verbs =
            new TreeMap<>(Comparator.comparing(Resource::group).thenComparing(Resource::name));

    /** @param resource the resource as in a Role, such as {@code pods/log} */
    void add(String group, String resource, String... added) {
        verbs.computeIfAbsent(
                        new Resource(group, resource), key -> new TreeSet<>(Comparator.comparingInt(ORDER::indexOf)))
                .addAll(List.of(added));
    }

    /** One rule for all resources of a group that have the same verbs. */
    List<PolicyRule> rules() {
        Map<RuleKey, List<String>> resources = new LinkedHashMap<>();
        verbs.forEach((resource, granted) -> resources
                .computeIfAbsent(new RuleKey(resource.group(), granted), key -> new ArrayList<>())
                .add(resource.name()));
        return resources.entrySet().stream()
                .map(rule -> new PolicyRuleBuilder()
                        .withApiGroups(rule.getKey().group())
                        .withResources(rule.getValue())
                        .withVerbs(List.copyOf(rule.getKey().verbs()))
                        .build())
                .toList();
    }
}
