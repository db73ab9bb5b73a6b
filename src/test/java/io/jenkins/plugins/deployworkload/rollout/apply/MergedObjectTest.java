package io.jenkins.plugins.deployworkload.rollout.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergedObjectTest {

    /** The policy decides on the annotations of an Ingress, which can name a Secret of another namespace. */
    @ParameterizedTest
    @CsvSource({"Deployment, false", "DaemonSet, false", "Ingress, true", "Pod, true", "Service, true", "CronJob, true"
    })
    void annotationsOfOthersCountUnlessAControllerSetsThem(String kind, boolean expected) throws Exception {
        JsonNode object = Json.MAPPER.readTree("""
                {"kind": "%s", "metadata": {"name": "web", "annotations": {"a": "b"}, "managedFields": [
                  {"manager": "other", "operation": "Update", "fieldsV1": {"f:metadata": {"f:annotations": {"f:a": {}}}}}]}}
                """.formatted(kind));
        assertThat(new MergedObject(object, false).hasFieldsOfOthers()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"Deployment", "DaemonSet"})
    void specOfOthersCounts(String kind) throws Exception {
        JsonNode object = Json.MAPPER.readTree("""
                {"kind": "%s", "metadata": {"name": "web", "managedFields": [
                  {"manager": "other", "operation": "Update", "fieldsV1": {"f:metadata": {}, "f:spec": {"f:paused": {}}}}]}}
                """.formatted(kind));
        assertThat(new MergedObject(object, false).hasFieldsOfOthers()).isTrue();
    }
}
