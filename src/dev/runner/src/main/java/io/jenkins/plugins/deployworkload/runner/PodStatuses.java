package io.jenkins.plugins.deployworkload.runner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.manifest.WorkloadLabels;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the column STATUS of {@code kubectl get pods}, such as CrashLoopBackOff or Init:Error. The API server computes it,
 * as for kubectl, because the phase of a pod does not tell whether the pod works.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables">Receiving
 *     resources as Tables</a>
 */
final class PodStatuses {

    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

    private PodStatuses() {}

    /** Returns the status by the name of the pod, in the order of the API server. */
    static Map<String, String> read(Connection connection, String namespace, String workload) {
        ApiRequest request = new ApiRequest(
                "GET",
                "/api/v1/namespaces/" + namespace + "/pods",
                Map.of("labelSelector", WorkloadLabels.NAME_LABEL + "=" + workload, "includeObject", "None"),
                null,
                null,
                TABLE);
        JsonNode table = parse(VirtualThreads.join(connection.apiClient().sendForText(request)));
        int name = column(table, "Name");
        int status = column(table, "Status");
        Map<String, String> statuses = new LinkedHashMap<>();
        table.path("rows")
                .forEach(row -> statuses.put(
                        row.path("cells").path(name).asText(),
                        row.path("cells").path(status).asText()));
        return statuses;
    }

    private static JsonNode parse(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The API server did not return a table of pods", e);
        }
    }

    private static int column(JsonNode table, String name) {
        JsonNode columns = table.path("columnDefinitions");
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).path("name").asText().equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException("The API server returned a table of pods without the column " + name);
    }
}
