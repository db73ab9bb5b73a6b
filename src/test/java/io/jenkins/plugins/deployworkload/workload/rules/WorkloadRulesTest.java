package io.jenkins.plugins.deployworkload.workload.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For a workload that breaks one rule, exactly one problem is reported, with the right path, in English and in Korean.
 */
@Isolated("sets the default locale")
class WorkloadRulesTest {

    static List<RuleTable.Rule> rules() {
        return RuleTable.rules();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void reportsBrokenRuleOnceAtItsPath(RuleTable.Rule rule) {
        assertThat(problemsOf(rule).list()).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo(rule.path());
            assertThat(problem.message()).contains(rule.message());
        });
    }

    @ParameterizedTest
    @MethodSource("rules")
    void reportsBrokenRuleInKorean(RuleTable.Rule rule) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.KOREAN);
            assertThat(problemsOf(rule).list())
                    .extracting(Problem::message)
                    .allMatch(message -> message.matches("(?s).*[가-힣].*"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void refusesFileModeWrittenAsNumber() {
        Problems problems = new Problems();
        ObjectNode workload = minimalWorkload();
        RuleTable.applyOverlay(
                workload, RuleTable.tree("{volumes: [{name: a, secret: {secretName: a, defaultMode: 256}}]}"));
        Binder.bind(workload, Workload.class, problems);

        assertThat(problems.list())
                .extracting(Problem::toString)
                .containsExactly("volumes[0].secret.defaultMode: must be a string in quotes, but is the number 256:"
                        + " write four octal digits, from \"0000\" to \"0777\"");
    }

    @Test
    void rulesIgnoreInvalidElements() throws Exception {
        for (String yaml : List.of(
                "containers: [5]",
                "initContainers: [{name: a, image: a, lifecycle: {preStop: {httpGet: {port: 1, httpHeaders: [5]}}}}]",
                "containers: [{name: a, image: a, env: [5], envFrom: [5], ports: [5], volumeMounts: [5]}]",
                "containers: [{name: a, image: a, resources: {limits: {cpu: [], memory: {}}}}]",
                "volumes: [5, {name: a, secret: {secretName: a, items: [5]}}]",
                "controller: {statefulSet: {volumeClaimTemplates: [5]}}",
                "networks: [5]\ntolerations: [5]\nimagePullSecrets: [[]]",
                "service: {ports: [5, {port: 80}]}",
                "labels: {a: [b]}\nannotations: {a: [b]}\nnodeSelector: {a: {}}",
                "affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [5, {preference: "
                        + "{matchExpressions: [5, {key: a, operator: Gt, values: [[]]}]}}]}}")) {
            Problems problems = new Problems();
            Binder.bind(RuleTable.tree(yaml), Workload.class, problems);
            assertThat(problems.isEmpty()).as(yaml).isFalse();
        }
        assertThat(YamlReader.read(minimalWorkload().toString(), "w.yaml", Workload.class))
                .hasSize(1);
    }

    private static Problems problemsOf(RuleTable.Rule rule) {
        ObjectNode workload = minimalWorkload();
        RuleTable.applyOverlay(workload, rule.overlay());
        Problems problems = new Problems();
        Binder.bind(workload, Workload.class, problems);
        return problems;
    }

    private static ObjectNode minimalWorkload() {
        return RuleTable.tree("{name: web, controller: {deployment: {}}, containers: [{name: app, image: nginx}]}");
    }
}
