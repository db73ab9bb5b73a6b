package io.jenkins.plugins.deployworkload.rollout.faults;

/**
 * A request that came by.
 *
 * @param number from 1 on
 * @param resource the kind asked for, {@code deployments}; empty where the path names none
 */
record ProxiedRequest(int number, String method, String path, String query, String resource) {

    static ProxiedRequest of(int number, String method, String path, String query) {
        String[] parts = path.split("/");
        int at = -1;
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].equals("namespaces")) {
                at = i + 2;
            }
        }
        return new ProxiedRequest(
                number, method, path, query == null ? "" : query, at > 0 && at < parts.length ? parts[at] : "");
    }

    boolean isWatch() {
        return query.contains("watch=true");
    }

    boolean isWrite() {
        return !method.equals("GET");
    }
}
