package io.jenkins.plugins.deployworkload.workload.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.controller.Single;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import net.sf.json.JSONObject;
import org.junit.jupiter.api.Test;

/** The JSON has the structure that forms of a real Jenkins submit. */
class FormBinderTest {

    private static final String CHOSEN_SINGLE = "{'value': '0', 'stapler-class': '" + Single.class.getName()
            + "', '$class': '" + Single.class.getName() + "', 'minReadySeconds': '', 'revisionHistoryLimit': ''}";
    private static final String TYPED_IMAGE =
            "{'value': '0', '$class': '" + ImageReference.class.getName() + "', 'reference': 'nginx'}";

    @Test
    void omitsBlankFields() throws Exception {
        Workload workload = bind("""
                {'name': 'web', 'group': '', 'description': '', 'terminationGracePeriodSeconds': '',
                 'controller': %s,
                 'containers': {'name': 'app', 'image': %s, 'imagePullPolicy': '',
                   'resources': {'requests': {'cpu': {'amount': '', 'unit': 'm'}, 'nvidia.com/gpu': ''},
                                 'limits': {'memory': {'amount': ' ', 'unit': 'Mi'}}}}}
                """.formatted(CHOSEN_SINGLE, TYPED_IMAGE));

        assertThat(TreeWriter.toTree(workload)).isEqualTo(new ObjectMapper().readTree("""
                                        {"name":"web","controller":{"single":{}},
                                         "containers":[{"name":"app","image":"nginx"}]}
                                        """));
    }

    @Test
    void keepsExponentOfQuantityWithoutUnit() throws Exception {
        Workload workload = bind("""
                {'name': 'web', 'controller': %s,
                 'containers': {'name': 'app', 'image': %s,
                   'resources': {'requests': {'memory': {'amount': '1e8', 'unit': 'Mi'}}}}}
                """.formatted(CHOSEN_SINGLE, TYPED_IMAGE));

        assertThat(workload.getContainers().get(0).getResources().getRequests()).containsEntry("memory", "1e8");
    }

    @Test
    void bindsRowsQuantitiesAndMaps() throws Exception {
        Workload workload = bind("""
                {'name': 'web', 'controller': %s,
                 'labels': [{'key': 'a', 'value': 'b'}, {'key': '', 'value': ''}],
                 'annotations': {'key': 'note', 'value': ''},
                 'containers': {'name': 'app', 'image': %s,
                   'args': {'value': '-v'}, 'command': [{'value': 'sh'}, {'value': '-c'}, {'value': ''}],
                   'env': [{'name': 'A', 'value': '1'}, {'name': 'B', 'value': ''}],
                   'resources': {'requests': {'cpu': {'amount': '100', 'unit': 'm'},
                                              'memory': {'amount': '1Gi', 'unit': 'Mi'},
                                              'others': {'key': 'amd.com/gpu', 'value': '1'}},
                                 'limits': {'others': {'key': 'amd.com/gpu', 'value': '1'}}}},
                 'services': {'sessionAffinity': {'timeoutSeconds': ''}, 'ports': {'port': '80', 'protocol': 'TCP'}}}
                """.formatted(CHOSEN_SINGLE, TYPED_IMAGE));

        assertThat(TreeWriter.toTree(workload)).isEqualTo(new ObjectMapper().readTree("""
                                        {"name":"web","labels":{"a":"b"},"annotations":{"note":""},"controller":{"single":{}},
                                         "containers":[{"name":"app","image":"nginx",
                                           "resources":{"requests":{"cpu":"100m","memory":"1Gi","amd.com/gpu":"1"},
                                                        "limits":{"amd.com/gpu":"1"}},
                                           "command":["sh","-c"],"args":["-v"],
                                           "env":[{"name":"A","value":"1"},{"name":"B"}]}],
                                         "services":[{"sessionAffinity":{},"ports":[{"protocol":"TCP","port":80}]}]}
                                        """));
    }

    @Test
    void reportsDuplicateKeysAndMissingFields() {
        assertThatThrownBy(() ->
                        bind("{'name': 'web', 'labels': [{'key': 'a', 'value': '1'}, {'key': 'a', 'value': '2'}]}"))
                .hasMessageContaining("labels.a: duplicate value \"a\"")
                .hasMessageContaining("controller: is required")
                .hasMessageContaining("containers: at least one is required");
    }

    private static Workload bind(String json) throws Exception {
        return FormBinder.bind(JSONObject.fromObject(json), Workload.class);
    }
}
