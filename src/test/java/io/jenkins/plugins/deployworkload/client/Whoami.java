package io.jenkins.plugins.deployworkload.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import java.util.Map;

/** Asks an API server for the user name of the connection's account, like {@code kubectl auth whoami}. */
public final class Whoami {

    private Whoami() {}

    public static String of(Connection connection) {
        ApiRequest request = new ApiRequest(
                "POST",
                "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                Map.of(),
                "application/json",
                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}");
        return connection
                .apiClient()
                .send(request, JsonNode.class)
                .join()
                .object()
                .at("/status/userInfo/username")
                .asText();
    }
}
