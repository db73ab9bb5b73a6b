package io.jenkins.plugins.deployworkload.cluster;

import hudson.AbortException;
import io.jenkins.plugins.deployworkload.workload.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.ContainerPort;
import io.jenkins.plugins.deployworkload.workload.Protocol;
import io.jenkins.plugins.deployworkload.workload.ServicePort;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What must hold of a cluster's configuration, and of what is deployed to it. */
public final class ClusterRules {

    private ClusterRules() {}

    static void check(Cluster cluster, Report report) {
        String server = cluster.getServer();
        if (server != null && !server.isBlank() && !isHttps(server)) {
            report.problem("server", Messages.Cluster_Server(server));
        }
        if (cluster.getCaCertificate() != null && !cluster.getCaCertificate().contains("-----BEGIN CERTIFICATE-----")) {
            report.problem("caCertificate", Messages.Cluster_CaCertificate());
        }
        boolean named = cluster.getCredentialsId() != null
                && !cluster.getCredentialsId().isBlank();
        if (cluster.usesOwnAccount() && named) {
            report.problem("inCluster", Messages.Cluster_TwoAccounts());
        }
        if ((server == null || server.isBlank()) && !cluster.usesOwnAccount() && !named) {
            report.problem("server", Messages.Cluster_NoServer());
        }
        List<String> patterns = cluster.getAllowedNamespaces();
        for (int i = 0; i < patterns.size(); i++) {
            if (!NamespacePattern.valid(patterns.get(i))) {
                report.problem("allowedNamespaces[" + i + "]", Messages.Cluster_NamespacePattern(patterns.get(i)));
            }
        }
        List<String> jobs = cluster.getAllowedJobs();
        for (int i = 0; i < jobs.size(); i++) {
            if (!JobPattern.valid(jobs.get(i))) {
                report.problem("allowedJobs[" + i + "]", Messages.Cluster_JobPattern(jobs.get(i)));
            }
        }
    }

    private static boolean isHttps(String address) {
        try {
            URI uri = new URI(address.trim());
            return "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /**
     * Checks what a job wants to deploy against what the cluster is for.
     *
     * @throws AbortException with all that is not allowed, a line each
     */
    public static void check(Cluster cluster, String namespace, List<Workload> workloads) throws AbortException {
        List<String> problems = new ArrayList<>();
        if (!cluster.allowsNamespace(namespace)) {
            problems.add(Messages.ClusterRules_Namespace(namespace, cluster.getName(), allowed(cluster)));
        }
        if (!cluster.carriesSctp()) {
            workloads.forEach(workload -> sctp(workload, cluster, problems));
        }
        if (!problems.isEmpty()) {
            throw new AbortException(String.join("\n", problems));
        }
    }

    private static String allowed(Cluster cluster) {
        List<String> all = new ArrayList<>(cluster.getAllowedNamespaces());
        if (cluster.getNamespace() != null) {
            all.add(0, cluster.getNamespace());
        }
        return all.isEmpty() ? Messages.ClusterRules_NoNamespace() : String.join(", ", all);
    }

    private static void sctp(Workload workload, Cluster cluster, List<String> problems) {
        if (workload.getService() != null) {
            sctp(workload, "service", workload.getService().getPorts(), ServicePort::getProtocol, cluster, problems);
        }
        sctp(workload, "initContainers", workload.getInitContainers(), cluster, problems);
        sctp(workload, "containers", workload.getContainers(), cluster, problems);
    }

    private static void sctp(
            Workload workload,
            String where,
            List<? extends ContainerBase> containers,
            Cluster cluster,
            List<String> problems) {
        for (int i = 0; i < containers.size(); i++) {
            sctp(
                    workload,
                    where + "[" + i + "]",
                    containers.get(i).getPorts(),
                    ContainerPort::getProtocol,
                    cluster,
                    problems);
        }
    }

    private static <T> void sctp(
            Workload workload,
            String where,
            List<T> ports,
            Function<T, Protocol> protocol,
            Cluster cluster,
            List<String> problems) {
        for (int i = 0; i < ports.size(); i++) {
            if (protocol.apply(ports.get(i)) == Protocol.SCTP) {
                problems.add(Messages.ClusterRules_Sctp(
                        workload.getName(), where + ".ports[" + i + "].protocol", cluster.getName()));
            }
        }
    }
}
