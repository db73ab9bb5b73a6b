package io.jenkins.plugins.deployworkload.rollout.faults;

/**
 * A request that the proxy has received.
 *
 * @param number the number of the request, from 1
 * @param resource the resource in the path, for example {@code deployments}; empty if the path contains no resource
 */
record ProxiedRequest(int number, String method, String path, String query, String resource) {

    static ProxiedRequest of(int number, String method, String path, String query) {
        String[] parts = path.split("/");
        int resourceIndex = -1;
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].equals("namespaces")) {
                resourceIndex = i + 2;
            }
        }
        return new ProxiedRequest(
                number,
                method,
                path,
                query == null ? "" : query,
                resourceIndex > 0 && resourceIndex < parts.length ? parts[resourceIndex] : "");
    }

    /** Whether the request is for the index of this workload, or for a piece of one of its revisions. */
    boolean isForHistory(String workload) {
        return isForIndex(workload) || path.contains("/configmaps/deploy-workload-" + workload + ".");
    }

    boolean isForIndex(String workload) {
        return path.endsWith("/configmaps/deploy-workload-" + workload);
    }

    /** Whether the request asks for the kinds that the API server serves. */
    boolean isDiscovery() {
        return path.equals("/api") || path.equals("/apis") || path.matches("/apis/[^/]+/[^/]+|/api/[^/]+");
    }

    boolean isWatch() {
        return query.contains("watch=true");
    }

    boolean isWrite() {
        return !method.equals("GET");
    }
}
