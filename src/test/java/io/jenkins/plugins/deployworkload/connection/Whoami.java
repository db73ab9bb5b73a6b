package io.jenkins.plugins.deployworkload.connection;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Asks an API server who it takes a connection for. */
final class Whoami {

    private Whoami() {}

    static String of(Connection connection) {
        ApiRequest request = new ApiRequest(
                "POST",
                "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                Map.of(),
                "application/json",
                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}");
        return connection
                .requests()
                .send(request, JsonNode.class)
                .join()
                .object()
                .at("/status/userInfo/username")
                .asText();
    }
}
