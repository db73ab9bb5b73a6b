package io.jenkins.plugins.deployworkload.workload.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.container.Protocol;
import io.jenkins.plugins.deployworkload.workload.controller.Deployment;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinderTest {

    private static final String SMALLEST = """
            name: web
            controller: {single: {}}
            containers: [{name: app, image: nginx}]
            """;

    @Test
    void bindsGivenPropertiesAndLeavesTheRestNull() throws Exception {
        Workload workload = read("""
                name: web
                labels: {tier: front, example.com/owner: "42"}
                controller: {deployment: {replicas: "3"}}
                containers:
                  - name: app
                    image: nginx:1.27
                    args: [-p, 8080]
                    env: [{name: A, value: 1.10}]
                    ports: [{containerPort: 8080, name: http}]
                service: {ports: [{port: 80, protocol: UDP, targetPort: http}]}
                """);

        assertThat(workload.getName()).isEqualTo("web");
        assertThat(workload.getGroup()).isNull();
        assertThat(workload.getTerminationGracePeriodSeconds()).isNull();
        assertThat(workload.getLabels()).containsEntry("example.com/owner", "42");
        assertThat(workload.getController())
                .isInstanceOfSatisfying(
                        Deployment.class, d -> assertThat(d.getReplicas()).isEqualTo(3));
        assertThat(workload.getContainers()).singleElement().satisfies(container -> {
            assertThat(container.getImage())
                    .isInstanceOfSatisfying(
                            ImageReference.class,
                            image -> assertThat(image.getReference()).isEqualTo("nginx:1.27"));
            assertThat(container.getArgs()).containsExactly("-p", "8080");
            // The value is still the string 1.10; most YAML parsers would read it as the number 1.1.
            assertThat(container.getEnv().get(0).getValue()).isEqualTo("1.10");
            assertThat(container.getResources()).isNull();
        });
        assertThat(workload.getServices().get(0).getPorts().get(0).getProtocol())
                .isEqualTo(Protocol.UDP);
    }

    @Test
    void writesTheTreeThatWasBound() throws Exception {
        String json = """
                {"name":"web","labels":{"a":"b"},"controller":{"deployment":{"replicas":3,"minReadySeconds":5}},
                 "containers":[{"name":"app","image":"nginx","resources":{"limits":{"cpu":"1","memory":"1Gi"}}}],
                 "terminationGracePeriodSeconds":5,"services":[{"sessionAffinity":{},"ports":[{"port":80}]}]}
                """;

        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.readTree(TreeWriter.toTree(read(json)).toString())).isEqualTo(mapper.readTree(json));
    }

    @Test
    void readsTheEarlierFormWithOneService() throws Exception {
        String workload = "{name: web, controller: {single: {}}, containers: [{name: app, image: nginx}], %s}";

        assertThat(TreeWriter.toTree(read(workload.formatted("service: {ports: [{port: 80}]}"))))
                .isEqualTo(TreeWriter.toTree(read(workload.formatted("services: [{ports: [{port: 80}]}]"))));
        assertThat(read(workload.formatted("service: null")).getServices()).isEmpty();
    }

    @Test
    void reportsAllProblemsWithPathAndLocation() {
        assertThatThrownBy(() -> read("""
                        name: Web!
                        controler: {single: {}}
                        controller:
                          deployment: {replicas: -1}
                        containers:
                          - name: app
                            image: nginx
                            resources:
                              requests: {memory: 128Mi, cpu: much}
                              limits: {memory: 64Mi}
                          - image: nginx
                            env: {A: b}
                        """))
                .isInstanceOfSatisfying(
                        InvalidDescriptionException.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::path, Problem::location)
                                .containsExactlyInAnyOrder(
                                        tuple("name", "test.yaml:1:1"),
                                        tuple("controler", "test.yaml:2:1"),
                                        tuple("controller.deployment.replicas", "test.yaml:4:16"),
                                        tuple("containers[0].resources.requests.cpu", "test.yaml:9:33"),
                                        tuple("containers[0].resources.limits.memory", "test.yaml:10:16"),
                                        tuple("containers[1].name", "test.yaml:11:5"),
                                        tuple("containers[1].env", "test.yaml:12:5")))
                .hasMessageContaining("controler: unknown field \"controler\"; did you mean controller?")
                .hasMessageContaining("\"64Mi\" is below the request \"128Mi\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "service: {ports: [{port: 0}]}            | service.ports[0].port            | 0 is out of range: must be from 1 to 65535",
                "service: {ports: [{port: 80.5}]}         | service.ports[0].port            | \"80.5\" is not a whole number",
                "service: {ports: [{port: http}]}         | service.ports[0].port            | \"http\" is not a number",
                "service: {ports: [{port: [80]}]}         | service.ports[0].port            | must be a single value, but is a list",
                "service: {ports: [{port: 80, protocol: tcp}]} | service.ports[0].protocol   | unsupported value \"tcp\"; supported values: TCP, UDP, SCTP",
                "service: {ports: [{port: 80, targetPort: 0}]} | service.ports[0].targetPort | a number from 1 to 65535",
                "service: {ports: []}                     | service.ports                    | at least one port",
                "service: {ports: [{port: 80, name: a}, {port: 80, name: b}]} | service.ports[1].port | duplicate value",
                "service: {ports: [{port: 80}, {port: 81}]} | service.ports[0].name          | is required for a Service with several",
                "service: {ports: 80}                     | service.ports                    | must be a list, but is \"80\"",
                "labels: [a]                              | labels                           | must be a map, but is a list",
                "labels: {a b: c}                         | labels[\"a b\"]                  | an optional DNS prefix",
                "labels: {deploy-workload.jenkins.io/a: x} | labels[\"deploy-workload.jenkins.io/a\"] | is reserved",
                "group: 'a b'                             | group                            | invalid value",
                "terminationGracePeriodSeconds: 5m        | terminationGracePeriodSeconds    | \"5m\" is not a number",
                "terminationGracePeriodSeconds: -5        | terminationGracePeriodSeconds    | -5 is out of range",
            })
    void reportsPathAndReason(String line, String path, String message) {
        assertThatThrownBy(() -> read(SMALLEST + line))
                .isInstanceOfSatisfying(
                        InvalidDescriptionException.class,
                        e -> assertThat(e.problems()).anySatisfy(problem -> {
                            assertThat(problem.path()).isEqualTo(path);
                            assertThat(problem.message()).contains(message);
                        }));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "single                       | controller        | must be a map with exactly one key, but is \"single\"; allowed keys: single, deployment",
                "{single: {}, deployment: {}} | controller        | must have exactly one key, but has single, deployment; allowed keys",
                "{}                           | controller        | must be a map with exactly one key, but is {}",
                "{deploymnt: {}}              | controller.deploymnt | did you mean deployment?",
                "{single: {replicas: 2}}      | controller.single.replicas | unknown field",
                "~                            | controller        | is required: one of single, deployment",
            })
    void alternativeIsAMapWithOneKey(String controller, String path, String message) {
        assertThatThrownBy(() -> read("name: web\ncontainers: [{name: app, image: nginx}]\ncontroller: " + controller))
                .isInstanceOfSatisfying(
                        InvalidDescriptionException.class,
                        e -> assertThat(e.problems()).singleElement().satisfies(problem -> {
                            assertThat(problem.path()).isEqualTo(path);
                            assertThat(problem.message()).contains(message);
                        }));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "memory: 128   | requests.memory | has no unit of bytes",
                "memory: 500m  | requests.memory | has no unit of bytes",
                "memory: 1 Gi  | requests.memory | a non-negative number",
                "cpu: -1       | requests.cpu    | a non-negative number",
                "cpu: .        | requests.cpu    | a non-negative number",
            })
    void refusesInvalidQuantities(String amount, String path, String message) {
        assertThatThrownBy(() -> read("name: web\ncontroller: {single: {}}\ncontainers: [{name: app, image: nginx,"
                        + " resources: {requests: {" + amount + "}}}]"))
                .hasMessageContaining("containers[0].resources." + path)
                .hasMessageContaining(message);
    }

    @Test
    void quotesHugeNumberAsWritten() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("name", new BigDecimal("1e999999999"));

        assertThatThrownBy(() -> Binder.bind(tree, Workload.class))
                .hasMessageContaining("name: invalid value \"1E+999999999\"");
    }

    @Test
    void readsEachDocumentAsAWorkload() throws Exception {
        List<Workload> workloads = YamlReader.read(
                SMALLEST + "---\n" + SMALLEST.replace("web", "shop") + "---\n", "test.yaml", Workload.class);

        assertThat(workloads).extracting(Workload::getName).containsExactly("web", "shop");
    }

    private static Workload read(String yaml) throws InvalidDescriptionException {
        return YamlReader.read(yaml, "test.yaml", Workload.class).get(0);
    }
}
