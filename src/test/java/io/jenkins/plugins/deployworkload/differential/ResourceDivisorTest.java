package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.rules.RuleTable;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A unit of the downward API is valid for this plugin exactly if it is valid for the API server. */
@Tag("control-plane")
class ResourceDivisorTest {

    private static final List<String> DIVISORS = List.of("0", "1", "1m", "1k", "1G", "1E", "1Ki", "1Gi", "1Ei");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{containers: [{env: [{name: A, valueFrom: {resourceFieldRef: {resource: %s, divisor: '%s'}}}]}]}",
                "{volumes: [{name: v, downwardAPI: {items: [{path: a, resourceFieldRef: {containerName: app, resource: %s, divisor: '%s'}}]}}]}",
            })
    void agreesWithApiServer(String place) {
        try (ApiServerDryRun server = new ApiServerDryRun()) {
            for (String resource : List.of(
                    "limits.cpu",
                    "requests.cpu",
                    "limits.memory",
                    "requests.ephemeral-storage",
                    "limits.hugepages-2Mi")) {
                for (String divisor : DIVISORS) {
                    ObjectNode tree = RuleTable.tree(
                            "{name: web, controller: {deployment: {}}, containers: [{name: app, image: nginx}]}");
                    RuleTable.applyOverlay(tree, RuleTable.tree(place.formatted(resource, divisor)));
                    Problems problems = new Problems();
                    Workload workload = Binder.bind(tree, Workload.class, problems);

                    List<String> rejections = server.rejections(WorkloadRenderer.render(workload, server.namespace()));

                    assertThat(problems.isEmpty())
                            .as("%s of %s: %s, %s", divisor, resource, problems.list(), rejections)
                            .isEqualTo(rejections.isEmpty());
                }
            }
        }
    }
}
