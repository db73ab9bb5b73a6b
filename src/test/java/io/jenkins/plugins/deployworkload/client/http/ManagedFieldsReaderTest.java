package io.jenkins.plugins.deployworkload.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.FieldsV1;
import org.junit.jupiter.api.Test;

class ManagedFieldsReaderTest {

    private static final String FIELDS = """
            {"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"k:{\\"name\\":\\"web\\"}":{},"f:unknown":[1,null,"text"]}}""";

    private final ApiSerialization serialization = new ApiSerialization();

    private FieldsV1 read() {
        String entry =
                "{\"manager\":\"m\",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":" + FIELDS + ",\"operation\":\"Apply\"}";
        ConfigMap object = serialization.unmarshal(
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"managedFields\":[" + entry
                        + "],\"name\":\"web\"}}",
                ConfigMap.class);
        assertThat(object.getMetadata().getName()).isEqualTo("web");
        assertThat(object.getMetadata().getManagedFields().getFirst().getOperation())
                .isEqualTo("Apply");
        return object.getMetadata().getManagedFields().getFirst().getFieldsV1();
    }

    @Test
    void fieldsStayAsTheyAre() throws Exception {
        JsonNode expected = new ObjectMapper().readTree(FIELDS);
        assertThat(serialization.convertValue(read(), JsonNode.class)).isEqualTo(expected);
        assertThat(serialization.convertValue(expected, FieldsV1.class)).isEqualTo(read());
    }

    @Test
    void fieldsAreEqualToThoseOfTheModel() throws Exception {
        assertThat(read()).isEqualTo(new ObjectMapper().readValue(FIELDS, FieldsV1.class));
    }
}
