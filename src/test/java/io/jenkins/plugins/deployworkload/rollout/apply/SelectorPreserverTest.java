package io.jenkins.plugins.deployworkload.rollout.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class SelectorPreserverTest {

    private static final String OWN = "deploy-workload.jenkins.io/name";

    private final KubernetesSerialization serialization = new KubernetesSerialization();

    /** The API server refuses pods without the labels of the selector. */
    @Test
    void podsKeepTheLabelThatTheLiveSelectorNeeds() throws Exception {
        ObjectNode object = deployment("{\"app\": \"web\"}", "{\"app\": \"web\"}");

        SelectorPreserver.preserve(object, live("{\"" + OWN + "\": \"web\"}"), true, serialization);

        assertThat(object.at("/spec/selector/matchLabels")).isEqualTo(json("{\"" + OWN + "\": \"web\"}"));
        assertThat(object.at("/spec/template/metadata/labels"))
                .isEqualTo(json("{\"app\": \"web\", \"" + OWN + "\": \"web\"}"));
    }

    @Test
    void nameLabelOfTheDefinitionStays() throws Exception {
        ObjectNode object = deployment("{\"" + OWN + "\": \"new\"}", "{\"" + OWN + "\": \"new\"}");

        SelectorPreserver.preserve(object, live("{\"app\": \"web\"}"), true, serialization);

        assertThat(object.at("/spec/template/metadata/labels"))
                .isEqualTo(json("{\"" + OWN + "\": \"new\", \"app\": \"web\"}"));
    }

    private Deployment live(String selector) throws Exception {
        return serialization.convertValue(deployment(selector, selector), Deployment.class);
    }

    private static ObjectNode deployment(String selector, String labels) throws Exception {
        return (ObjectNode) json("""
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
                 "spec": {"selector": {"matchLabels": %s}, "template": {"metadata": {"labels": %s}}}}
                """.formatted(selector, labels));
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
