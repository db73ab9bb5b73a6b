package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.PodFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Reads facts that the watched objects do not show: the CPU architecture of a node, and PersistentVolumeClaims that pods
 * wait for. A fact that the account may not read is unknown. Only the thread of the rollout uses this class.
 */
final class FactReader {

    /** A PersistentVolumeClaim is read again after this time, because it gets a StorageClass when there is a default. */
    static final long CLAIM_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Limit of claims that are read at the same time. One claim is enough to explain why a workload does not start. */
    private static final int MAX_CLAIMS = 5;

    private static final int TIMEOUT_SECONDS = 3;

    /**
     * The words with which runc reports that the kernel cannot run a program. A shell prints other words for a program
     * that a script starts.
     */
    private static final Pattern EXEC_FORMAT_ERROR =
            Pattern.compile("\\bexec\\b.*: exec format error", Pattern.CASE_INSENSITIVE);

    private final Connection connection;
    private final String namespace;
    private final Executor tasks;
    private final Map<String, Long> claimsReadAt = new HashMap<>();

    FactReader(Connection connection, String namespace, Executor tasks) {
        this.connection = connection;
        this.namespace = namespace;
        this.tasks = tasks;
    }

    /** The line of a log that says that the program is built for another CPU architecture. */
    static Optional<String> execFormatError(List<String> log) {
        return log.stream()
                .filter(line -> EXEC_FORMAT_ERROR.matcher(line).find())
                .findFirst();
    }

    /** @param then runs when the fact is stored */
    void addWrongArchitecture(PodFacts facts, Pod pod, String container, String message, Runnable then) {
        String node = pod.getSpec().getNodeName();
        architecture(node)
                .thenAccept(architecture -> tasks.execute(() -> {
                    facts.add(pod, container, new PodFacts.WrongArchitecture(message, node, architecture.orElse(null)));
                    then.run();
                }));
    }

    private CompletableFuture<Optional<String>> architecture(String node) {
        return node == null
                ? CompletableFuture.completedFuture(Optional.empty())
                : read("/api/v1/nodes/" + node, Node.class)
                        .thenApply(found -> found.map(
                                object -> object.getStatus().getNodeInfo().getArchitecture()));
    }

    /**
     * Reads claims that have not been read for ten seconds.
     *
     * @param then runs when a fact has changed
     */
    void readClaims(PodFacts facts, Set<String> claims, Runnable then) {
        long now = System.nanoTime();
        claimsReadAt.keySet().retainAll(claims);
        claims.stream()
                .filter(claim ->
                        !claimsReadAt.containsKey(claim) || now - claimsReadAt.get(claim) >= CLAIM_INTERVAL_NANOS)
                .limit(MAX_CLAIMS)
                .forEach(claim -> {
                    claimsReadAt.put(claim, now);
                    read(
                                    "/api/v1/namespaces/" + namespace + "/persistentvolumeclaims/" + claim,
                                    PersistentVolumeClaim.class)
                            .thenAccept(found -> tasks.execute(() -> {
                                boolean before = facts.isWithoutClass(claim);
                                facts.setClaim(
                                        claim,
                                        found.filter(FactReader::isWithoutClass).isPresent());
                                if (before != facts.isWithoutClass(claim)) {
                                    then.run();
                                }
                            }));
                });
    }

    private static boolean isWithoutClass(PersistentVolumeClaim claim) {
        return claim.getSpec().getStorageClassName() == null && claim.getSpec().getVolumeName() == null;
    }

    /** The future always completes normally. */
    private <T> CompletableFuture<Optional<T>> read(String path, Class<T> type) {
        return connection
                .apiClient()
                .send(ApiRequest.get(path, Map.of()), type)
                .thenApply(response -> Optional.of(response.object()))
                .completeOnTimeout(Optional.empty(), TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .exceptionally(problem -> Optional.empty());
    }
}
