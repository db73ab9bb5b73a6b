package io.jenkins.plugins.deployworkload.rollout.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class DroppedFieldsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<String> dropped(String described, String applied) {
        return DroppedFields.of(json(described), json(applied));
    }

    @Test
    void namesTheFieldsThatTheAnswerLacks() {
        assertThat(dropped(
                        "{'spec': {'replicas': 2, 'behavior': {'scaleDown': {'tolerance': '0.1'}}}}",
                        "{'spec': {'replicas': 2, 'behavior': {'scaleDown': {'selectPolicy': 'Max'}}}}"))
                .containsExactly("spec.behavior.scaleDown.tolerance");
    }

    @Test
    void namesOnlyTheHighestMissingField() {
        assertThat(dropped("{'spec': {'resources': {'limits': {'cpu': '1', 'memory': '1Gi'}}}}", "{'spec': {}}"))
                .containsExactly("spec.resources");
    }

    @Test
    void findsEntriesOfListsByTheirKey() {
        assertThat(dropped(
                        "{'volumes': [{'name': 'image', 'image': {'reference': 'a:1'}}, {'name': 'data', 'emptyDir': {}}]}",
                        "{'volumes': [{'name': 'added', 'emptyDir': {}}, {'name': 'data', 'emptyDir': {}}]}"))
                .containsExactly("volumes[image]");
    }

    @Test
    void acceptsOtherValuesAndAdditionalFields() {
        assertThat(dropped("{'cpu': '0.5', 'ports': [{'port': 80}]}", """
                                {'cpu': '500m', 'ports': [{'port': 80, 'protocol': 'TCP'}], 'type': 'ClusterIP'}""")).isEmpty();
    }

    /** The API server leaves out values that mean the same as a missing field. */
    @Test
    void acceptsThatUnsetValuesAreMissing() {
        assertThat(dropped("{'a': false, 'b': 0, 'c': '', 'd': {}, 'e': [], 'f': null}", "{}"))
                .isEmpty();
    }

    @Test
    void acceptsWhatTheApiServerMovesOrManages() {
        assertThat(dropped(
                        "{'stringData': {'a': 'b'}, 'status': {'replicas': 1}, 'metadata': {'uid': '1'}}",
                        "{'data': {'a': 'Yg=='}, 'metadata': {'name': 'a'}}"))
                .isEmpty();
    }

    @Test
    void acceptsThatFieldsWithUnsetValuesOnlyAreMissing() {
        assertThat(dropped("{'resources': {'limits': {}, 'claims': [{'request': ''}]}}", "{}"))
                .isEmpty();
    }

    @Test
    void entriesWithoutAKeyAreOnlyCounted() {
        assertThat(dropped("{'rules': [{'a': 'x'}, {'a': 'y'}]}", "{'rules': [{'b': 'z'}, {'a': 'y'}, {'a': 'x'}]}"))
                .isEmpty();
        assertThat(dropped("{'rules': [{'a': 'x'}, {'a': 'y'}]}", "{'rules': [{'a': 'y'}]}"))
                .containsExactly("rules");
    }

    @Test
    void pathsHoldNoValueThatMayBeSecret() {
        assertThat(dropped(
                        "{'kind': 'Secret', 'data': [{'name': 'czNjcjN0'}, {'name': 'b3RoZXI='}]}",
                        "{'kind': 'Secret', 'data': [{'name': 'b3RoZXI='}]}"))
                .containsExactly("data");
    }

    @Test
    void noteNamesAtMostFiveFields() {
        ApiResponse<String> answer = DroppedFields.note(
                new ApiResponse<>("", 200, List.of("deprecated")),
                json("{'a': 1, 'b': 1, 'c': 1, 'd': 1, 'e': 1, 'f': 1, 'g': 1}"),
                json("{}"));

        assertThat(answer.warnings()).containsExactly("deprecated");
        assertThat(answer.notes())
                .singleElement()
                .asString()
                .startsWith("the cluster has not stored a, b, c, d, e and 2 more fields: ");
    }
}
