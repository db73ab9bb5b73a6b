package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.container.PullPolicy;
import java.math.BigDecimal;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests the conversion of a Pipeline script's arguments. */
class StepArgumentsTest {

    private static Workload bind(Map<String, Object> controller, Map<String, Object> container) throws Exception {
        return StepArguments.bind(
                        Map.of(
                                "cluster",
                                "prod",
                                "workload",
                                Map.of("name", "web", "controller", controller, "containers", List.of(container))),
                        DeployWorkloadStep.class)
                .getWorkload();
    }

    private static Workload bind(Map<String, Object> container) throws Exception {
        return bind(Map.of("single", Map.of()), container);
    }

    @Test
    void acceptsArraysAsLists() throws Exception {
        Workload workload = bind(
                Map.of("name", "app", "image", "nginx", "command", "sh -c x".split(" "), "args", new int[] {1, 2}));

        assertThat(workload.getContainers().get(0).getCommand()).containsExactly("sh", "-c", "x");
        assertThat(workload.getContainers().get(0).getArgs()).containsExactly("1", "2");
    }

    @Test
    void acceptsEnumsAndCharactersAsStrings() throws Exception {
        Workload workload =
                bind(Map.of("name", 'a', "image", new StringBuilder("nginx"), "imagePullPolicy", PullPolicy.Always));

        assertThat(TreeWriter.toTree(workload.getContainers().get(0)).toString())
                .isEqualTo("{\"name\":\"a\",\"image\":\"nginx\",\"imagePullPolicy\":\"Always\"}");
    }

    @Test
    void refusesUnsupportedTypeWithPath() {
        assertThatThrownBy(() -> bind(Map.of("name", "app", "image", "nginx", "args", List.of("now", new Date()))))
                .isInstanceOf(InvalidDescriptionException.class)
                .hasMessageContaining("workload.containers[0].args[1]: unsupported type java.util.Date")
                .hasMessageNotContaining("GMT");
    }

    @Test
    void keepsDecimalsAsWritten() throws Exception {
        Workload workload =
                bind(Map.of("name", "app", "image", "nginx", "args", List.of(0.1f, 0.1d, new BigDecimal("0.10"))));

        assertThat(workload.getContainers().get(0).getArgs()).containsExactly("0.1", "0.1", "0.10");
    }

    @Test
    void refusesNonFiniteNumberWithPath() {
        assertThatThrownBy(() -> bind(
                        Map.of("deployment", Map.of("replicas", 0d / 0)),
                        Map.of("name", "app", "image", "nginx", "args", List.of(1.5, Float.POSITIVE_INFINITY))))
                .isInstanceOf(InvalidDescriptionException.class)
                .hasMessageContaining("workload.controller.deployment.replicas: NaN is not a finite number")
                .hasMessageContaining("workload.containers[0].args[1]: Infinity is not a finite number")
                .hasMessageNotContaining("args[0]");
    }

    @Test
    void reportsAllProblemsAtOnce() {
        assertThatThrownBy(() -> bind(Map.of("name", new Object(), "image", "nginx", "imagee", "x")))
                .hasMessageContaining("workload.containers[0].name")
                .hasMessageContaining("workload.containers[0].imagee");
    }

    @Test
    void acceptsEmptyListOfSnippetGeneratorAsEmptyMap() throws Exception {
        Map<String, Object> app = Map.of("name", "app", "image", "nginx");

        assertThat(TreeWriter.toTree(bind(Map.of("single", List.of()), app)))
                .isEqualTo(TreeWriter.toTree(bind(Map.of("single", Map.of()), app)));
        assertThat(TreeWriter.toTree(bind(
                        Map.of("deployment", Map.of("strategy", Map.of("recreate", List.of()))), app)))
                .isEqualTo(TreeWriter.toTree(bind(
                        Map.of("deployment", Map.of("strategy", Map.of("recreate", Map.of()))), app)));
    }

    @Test
    void refusesNonEmptyListAsMap() {
        assertThatThrownBy(() -> bind(Map.of("single", List.of("x")), Map.of("name", "app", "image", "nginx")))
                .isInstanceOf(InvalidDescriptionException.class)
                .hasMessageContaining("workload.controller.single");
    }

    /** The snippet generator writes an empty map as an empty list. */
    @Test
    void writesEmptyMapsAsCalls() throws Exception {
        DeployWorkloadStep step = StepArguments.bind(
                Map.of(
                        "cluster",
                        "prod",
                        "workload",
                        Map.of(
                                "name",
                                "web",
                                "controller",
                                Map.of("single", Map.of()),
                                "containers",
                                List.of(Map.of("name", "app", "image", Map.of("fromBuild", Map.of()))),
                                "volumes",
                                List.of(Map.of("name", "tmp", "emptyDir", Map.of())))),
                DeployWorkloadStep.class);

        Map<?, ?> workload = (Map<?, ?>) StepArguments.literals(step).get("workload");

        assertThat(workload.get("controller")).isInstanceOf(SnippetCall.class);
        assertThat(((Map<?, ?>) ((List<?>) workload.get("containers")).getFirst()).get("image"))
                .isInstanceOf(SnippetCall.class);
        assertThat(((Map<?, ?>) ((List<?>) workload.get("volumes")).getFirst()).get("emptyDir"))
                .isSameAs(SnippetCall.EMPTY_MAP);
    }

    /** The snippet generator writes a name of Java without quotes, but only an identifier is a key without quotes. */
    @Test
    void marksKeysThatSnippetGeneratorWouldNotQuote() throws Exception {
        DeployWorkloadStep step = StepArguments.bind(
                Map.of(
                        "cluster",
                        "prod",
                        "workload",
                        Map.of(
                                "name",
                                "web",
                                "controller",
                                Map.of("single", Map.of()),
                                "containers",
                                List.of(Map.of("name", "app", "image", "nginx")),
                                "configMaps",
                                List.of(Map.of(
                                        "name",
                                        "web",
                                        "data",
                                        Map.of("app.properties", "a", "plain", "b", "x-y.conf", "c", "class", "d"))))),
                DeployWorkloadStep.class);

        Map<?, ?> workload = (Map<?, ?>) StepArguments.literals(step).get("workload");
        Map<?, ?> configMap = (Map<?, ?>) ((List<?>) workload.get("configMaps")).get(0);
        Map<Object, Object> keys = new HashMap<>();
        ((Map<?, ?>) configMap.get("data")).forEach((key, value) -> keys.put(value, key));

        assertThat(keys.get("a")).isInstanceOf(SnippetKey.class);
        assertThat(keys)
                .containsEntry("b", "plain")
                .containsEntry("c", "x-y.conf")
                .containsEntry("d", "class");
    }

    /** A script that misspells the field of a plan passes null, which must not mean any plan. */
    @Test
    void nullIsNoPlan() {
        Map<String, Object> arguments = new HashMap<>(Map.of("cluster", "prod", "file", "deploy.yaml"));
        arguments.put("expectedPlan", null);

        assertThatThrownBy(() -> StepArguments.bind(arguments, DeployWorkloadStep.class))
                .isInstanceOf(InvalidDescriptionException.class)
                .hasMessageContaining("expectedPlan: null is no plan");
    }

    @Test
    void summarizesWorkloadAndTarget() {
        assertThat(StepArguments.summary(
                        Map.of("cluster", "prod", "namespace", "shop", "workload", Map.of("name", "web"))))
                .isEqualTo("web → prod/shop");
        assertThat(StepArguments.summary(Map.of("cluster", "prod", "file", "deploy/*.yaml")))
                .isEqualTo("deploy/*.yaml → prod");
        assertThat(StepArguments.summary(Map.of("cluster", "prod"))).isEqualTo("prod");
    }
}
