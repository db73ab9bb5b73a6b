package io.jenkins.plugins.deployworkload.runner;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Prints a table of the deployed objects and their pods. For each object, the table names the field managers. */
final class ObjectsTable {

    private static final String ROW = "%-12s %-40s %-10s %s%n";

    private ObjectsTable() {}

    static void print(Connection connection, List<RolloutRequest> requests, PrintWriter out, PrintWriter err) {
        KubernetesClient client = connection.client();
        out.println();
        out.printf(ROW, "KIND", "NAME", "GENERATION", "STATE");
        try {
            for (RolloutRequest request : requests) {
                request.objects().stream()
                        .map(object -> client.resource(object)
                                .inNamespace(ObjectRef.namespace(object, request.namespace()))
                                .get())
                        .filter(object -> object != null)
                        .forEach(object -> print(object, request.namespace(), out));
                printPods(connection, request, out);
            }
        } catch (KubernetesClientException | CompletionException e) {
            out.flush();
            err.println(connection.failure(e).message());
        }
    }

    private static void printPods(Connection connection, RolloutRequest request, PrintWriter out) {
        Set<String> namespaces = new LinkedHashSet<>(List.of(request.namespace()));
        request.objects().forEach(object -> namespaces.add(ObjectRef.namespace(object, request.namespace())));
        for (String namespace : namespaces) {
            String prefix = namespace.equals(request.namespace()) ? "" : namespace + "/";
            PodStatuses.read(connection, namespace, request.workloadName())
                    .forEach((name, status) -> out.printf(ROW, "Pod", prefix + name, "-", status));
        }
    }

    private static void print(HasMetadata object, String home, PrintWriter out) {
        String managers = object.getMetadata().getManagedFields().stream()
                .map(ManagedFieldsEntry::getManager)
                .distinct()
                .collect(Collectors.joining(", "));
        String generation = object.getMetadata().getGeneration() == null
                ? "-"
                : object.getMetadata().getGeneration().toString();
        out.printf(
                ROW,
                object.getKind(),
                ObjectRef.of(object, home).qualifiedName(),
                generation,
                "managed by " + managers);
    }
}
