package io.jenkins.plugins.deployworkload.manifest.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.YamlText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patches of objects, and the places of their problems. */
class PatcherTest {

    private static final String DEPLOYMENT = """
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, labels: {deploy-workload.jenkins.io/name: web}},
             spec: {replicas: 2, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}},
             spec: {containers: [{name: app, image: nginx, args: [a, b], env: [{name: A, value: "1"}, {name: B, value: "2"}]},
             {name: side, image: envoy}]}}}}
            """;
    private static final String SERVICE =
            "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80}, {port: 443}]}}";
    private static final String OTHER_SERVICE = "{apiVersion: v1, kind: Service, metadata: {name: admin}, spec: {}}";
    private static final String CUSTOM = """
            {apiVersion: example.com/v1, kind: Widget, metadata: {name: w}, spec: {parts: [{name: a, size: 1}, {name: b}],
             colour: red}}
            """;

    /** An imported Job has a template that cannot change, so it must be possible to leave the label out. */
    @Test
    void podLabelOfThePluginCanBeRemovedUnlessTheSelectorNeedsIt() throws Exception {
        String object = """
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {selector: {matchLabels: {%s: web}},
                 template: {metadata: {labels: {app: web, deploy-workload.jenkins.io/name: web}}}}}
                """;
        String removal = "{spec: {template: {metadata: {labels: {deploy-workload.jenkins.io/name: null}}}}}";
        String change = "{spec: {template: {metadata: {labels: {deploy-workload.jenkins.io/name: x}}}}}";
        List<ObjectNode> unused = new ArrayList<>(List.of(object(object.formatted("app"))));
        List<ObjectNode> used = List.of(object(object.formatted("deploy-workload.jenkins.io/name")));

        assertThatThrownBy(() -> Patcher.apply(new ArrayList<>(unused), patch(change)))
                .hasMessageContaining("cannot change");
        assertThatThrownBy(() -> Patcher.apply(new ArrayList<>(used), patch(removal)))
                .hasMessageContaining("cannot change");
        Patcher.apply(unused, patch(removal));
        assertThat(unused.getFirst().at("/spec/template/metadata/labels")).hasToString("{\"app\":\"web\"}");
    }

    private static ObjectNode object(String yaml) {
        return (ObjectNode) YamlText.read(yaml).orElseThrow();
    }

    private static ObjectPatch patch(String yaml) {
        return new ObjectPatch("Deployment", null, "p", object(yaml));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Deployment | {spec: {replicas: 5}} | /spec/replicas | 5",
                "Deployment | {spec: {template: {spec: {containers: [{name: side, image: e:2}]}}}} | /spec/template/spec/containers | [{name: app, image: nginx, args: [a, b], env: [{name: A, value: '1'}, {name: B, value: '2'}]}, {name: side, image: 'e:2'}]",
                "Deployment | {spec: {template: {spec: {containers: [{name: app, env: [{name: A, $patch: delete}]}]}}}} | /spec/template/spec/containers/0/env | [{name: B, value: '2'}]",
                "Deployment | {spec: {template: {spec: {containers: [{name: app, args: [c]}]}}}} | /spec/template/spec/containers/0/args | [c]",
                "Deployment | {spec: {template: {spec: {volumes: [{name: v, emptyDir: {}}]}}}} | /spec/template/spec/volumes | [{name: v, emptyDir: {}}]",
                "Deployment | [{op: add, path: /spec/template/spec/containers/0/args/-, value: c}] | /spec/template/spec/containers/0/args | [a, b, c]",
                "Deployment | [{op: test, path: /spec/replicas, value: 2}, {op: remove, path: /spec/replicas}] | /spec | {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: nginx, args: [a, b], env: [{name: A, value: '1'}, {name: B, value: '2'}]}, {name: side, image: envoy}]}}}",
                "Deployment | [{op: move, from: /spec/template/spec/containers/1, path: /spec/template/spec/containers/0}] | /spec/template/spec/containers/0/name | side",
                "Deployment | [{op: copy, from: /metadata/name, path: /metadata/annotations}, {op: replace, path: /metadata/annotations, value: {a~b: c}}, {op: remove, path: /metadata/annotations/a~0b}] | /metadata/annotations | {}",
                "Widget | {spec: {parts: [{name: c}], colour: null, new: {x: null, y: 1}}} | /spec | {parts: [{name: c}], new: {y: 1}}",
            })
    void changesObject(String kind, String patch, String pointer, String expected) throws Exception {
        List<ObjectNode> objects = objects(DEPLOYMENT, SERVICE, CUSTOM);
        List<ObjectNode> before = objects(DEPLOYMENT, SERVICE, CUSTOM);
        List<ObjectNode> given = new ArrayList<>(objects);

        int index = Patcher.apply(objects, new ObjectPatch(kind, null, "merge", yaml(patch)));

        assertThat(Scalars.sameTree(objects.get(index).at(pointer), yaml(expected)))
                .as(objects.get(index).at(pointer).toString())
                .isTrue();
        assertThat(given).as("the given trees do not change").isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Ingress | | {} | target.kind | no object of the kind \"Ingress\"; objects: Deployment web, Service web, Service admin, Widget w",
                "Service | api | {} | target.name | no object with the name \"api\"; objects of the kind: Service web, Service admin",
                "Service | | {} | target | several objects of the kind \"Service\": set \"name\" to one of Service web, Service admin",
                "Deployment | | text | p | must be a map for a merge patch, or a list for a JSON patch, but is \"text\"",
                "Deployment | | {spec: {template: {spec: {containers: [{image: x}]}}}} | p.spec.template.spec.containers[0] | an element of this list needs the field \"name\", which identifies it; found: image",
                "Deployment | | {spec: {template: {spec: {containers: [text]}}}} | p.spec.template.spec.containers[0] | the elements of the list have different types: \"text\" in the patch, a map in the object",
                "Deployment | | {spec: {template: {spec: {containers: [{name: app, $patch: keep}]}}}} | `p.spec.template.spec.containers[0][\"$patch\"]` | must be \"replace\" or \"delete\", but is \"keep\"",
                "Deployment | | {spec: {$remove: [a]}} | `p.spec[\"$remove\"]` | unknown directive \"$remove\"; directives: $patch, $retainKeys, $setElementOrder/…, $deleteFromPrimitiveList/…",
                "Deployment | | {metadata: {name: api}} | p.metadata.name | a patch cannot change metadata.name, because deploys find objects and pods by it; its value is \"web\"",
                "Deployment | | {metadata: {labels: null}} | `p.metadata.labels[\"deploy-workload.jenkins.io/name\"]` | a patch cannot change metadata.labels.deploy-workload.jenkins.io/name, because deploys find objects and pods by it; its value is \"web\"",
                "Deployment | | {metadata: {labels: {deploy-workload.jenkins.io/application: x}}} | `p.metadata.labels[\"deploy-workload.jenkins.io/application\"]` | a patch cannot change metadata.labels.deploy-workload.jenkins.io/application, because deploys find objects and pods by it; its value is nothing",
                "Deployment | | {spec: {selector: {matchLabels: {tier: x}}}} | p.spec.selector | a patch cannot change spec.selector, because deploys find objects and pods by it; its value is a map",
                "Deployment | | {kind: Job} | p.kind | a patch cannot change kind, because deploys find objects and pods by it; its value is \"Deployment\"",
                "Deployment | | [{op: replace, path: /spec/replica, value: 1}] | p[0].path | \"/spec/replica\" does not exist: \"/spec\" has replicas, selector, template",
                "Deployment | | [{op: remove, path: /spec/template/spec/containers/2}] | p[0].path | \"/spec/template/spec/containers/2\" does not exist: \"/spec/template/spec/containers\" has a list with 2 elements",
                "Deployment | | [{op: add, path: /spec/strategy/type, value: Recreate}] | p[0].path | \"/spec/strategy/type\" does not exist: \"/spec\" has replicas, selector, template",
                "Deployment | | [{op: add, path: /spec/paused, value: true}, {op: move, from: /spec/x, path: /spec/y}] | p[1].from | \"/spec/x\" does not exist: \"/spec\" has replicas, selector, template, paused",
                "Deployment | | [{op: merge, path: /spec}] | p[0].op | unknown operation \"merge\"; operations: add, remove, replace, move, copy, test",
                "Deployment | | [{op: add, path: /spec/paused}] | p[0].value | is required for the operation \"add\"",
                "Deployment | | [{op: add, path: spec.paused, value: true}] | p[0].path | must be a JSON pointer that begins with \"/\", but is \"spec.paused\"",
                "Deployment | | [{op: test, path: /spec/replicas, value: 3}] | p[0].value | the test failed: expected \"3\", found \"2\"",
                "Deployment | | [{op: replace, path: /metadata/name, value: api}] | p[0].path | a patch cannot change metadata.name, because deploys find objects and pods by it; its value is \"web\"",
                "Deployment | | [{op: remove, path: /spec/selector}] | p[0].path | a patch cannot change spec.selector, because deploys find objects and pods by it; its value is a map",
                "Deployment | | [remove] | p[0] | must be a map with \"op\" and \"path\", but is \"remove\"",
                "Widget | | {spec: {parts: [{name: a, $patch: delete}]}} | `p.spec.parts[0][\"$patch\"]` | custom resources have no directives of strategic merge patches: to change a part of a list, use \"json6902\"",
            })
    void namesPlaceOfProblem(String kind, String name, String patch, String path, String message) {
        List<ObjectNode> objects = objects(DEPLOYMENT, SERVICE, OTHER_SERVICE, CUSTOM);

        PatchException problem = catchThrowableOfType(
                PatchException.class, () -> Patcher.apply(objects, new ObjectPatch(kind, name, "p", yaml(patch))));

        assertThat(problem).isNotNull();
        assertThat(problem.path() + ": " + problem.getMessage()).isEqualTo(path + ": " + message);
    }

    @Test
    void copiesCannotMakeAnObjectHuge() {
        List<String> operations = new ArrayList<>();
        operations.add("{op: add, path: /spec/x, value: [" + "long text, ".repeat(1000) + "]}");
        for (int i = 0; i < 30; i++) {
            operations.add("{op: copy, from: /spec/x, path: /spec/x/0}");
        }

        PatchException problem = catchThrowableOfType(
                PatchException.class,
                () -> Patcher.apply(
                        objects(DEPLOYMENT), new ObjectPatch("Deployment", null, "p", yaml(operations.toString()))));

        assertThat(problem.getMessage()).isEqualTo("makes the object larger than 4194304 characters");
    }

    /** A type that the table lacks merges like another version of its kind. */
    @Test
    void olderVersionOfKindHasTheSameMergeKeys() {
        assertThat(MergeSchema.of("apps/v1beta1", "Deployment")).isSameAs(MergeSchema.of("apps/v1", "Deployment"));
        assertThat(MergeSchema.of("v1", "Service")
                        .field("spec")
                        .type()
                        .field("ports")
                        .mergeKey())
                .isEqualTo("port");
    }

    private static JsonNode yaml(String text) {
        return YamlText.read(text).orElseThrow();
    }

    private static List<ObjectNode> objects(String... texts) {
        List<ObjectNode> objects = new ArrayList<>();
        for (String text : texts) {
            objects.add((ObjectNode) yaml(text));
        }
        return objects;
    }
}
