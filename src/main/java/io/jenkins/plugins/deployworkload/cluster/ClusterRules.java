package io.jenkins.plugins.deployworkload.cluster;

import hudson.AbortException;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.container.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.container.ContainerPort;
import io.jenkins.plugins.deployworkload.workload.container.Protocol;
import io.jenkins.plugins.deployworkload.workload.service.Service;
import io.jenkins.plugins.deployworkload.workload.service.ServicePort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Validates the configuration of a cluster, and checks whether this configuration allows a deploy. */
public final class ClusterRules {

    private ClusterRules() {}

    static void check(Cluster cluster, ValidationContext context) {
        String server = cluster.getServer();
        if (server != null && !server.isBlank() && !isHttps(server)) {
            context.addProblem("server", Messages.Cluster_InvalidServer(server));
        }
        if (cluster.getCaCertificate() != null && !cluster.getCaCertificate().contains("-----BEGIN CERTIFICATE-----")) {
            context.addProblem("caCertificate", Messages.Cluster_InvalidCaCertificate());
        }
        String dashboard = cluster.getDashboardUrl();
        if (dashboard != null && !dashboard.isBlank() && !isDashboard(dashboard)) {
            context.addProblem("dashboardUrl", Messages.Cluster_InvalidDashboardUrl(dashboard));
        }
        boolean hasCredential = cluster.getCredentialsId() != null
                && !cluster.getCredentialsId().isBlank();
        if (cluster.usesInClusterAccount() && hasCredential) {
            context.addProblem("inCluster", Messages.Cluster_TwoAccounts());
        }
        if ((server == null || server.isBlank()) && !cluster.usesInClusterAccount() && !hasCredential) {
            context.addProblem("server", Messages.Cluster_ServerRequired());
        }
    }

    private static boolean isHttps(String address) {
        return hasHost(address.trim(), Set.of("https"));
    }

    /** The names of objects, which replace the placeholders, must not become a part of the host. */
    private static boolean isDashboard(String pattern) {
        String path = pattern.replaceAll("\\{(namespace|kind|name)}", "x");
        return !pattern.matches("[^/]*//[^/?#]*\\{.*") && hasHost(path, Set.of("http", "https"));
    }

    private static boolean hasHost(String address, Set<String> schemes) {
        try {
            URI uri = new URI(address);
            return uri.getScheme() != null
                    && schemes.contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /**
     * Checks whether a cluster's configuration allows a deploy: the deploy's namespace, credential and options, and SCTP
     * ports if its workloads have some.
     *
     * @param credentialsId the credential of the job; {@code null} for the credential of the cluster
     * @throws AbortException if the deploy is not allowed; the message has one line for each problem
     */
    public static void check(
            Cluster cluster,
            String jobFullName,
            String namespace,
            String credentialsId,
            RolloutOptions options,
            List<Workload> workloads)
            throws AbortException {
        List<String> problems = new ArrayList<>();
        StepAccess.problems(cluster, jobFullName, namespace, credentialsId, options)
                .forEach(problem -> problems.add(problem.toString()));
        if (!cluster.supportsSctp()) {
            workloads.forEach(workload -> checkSctp(workload, cluster, problems));
        }
        if (!problems.isEmpty()) {
            throw new AbortException(String.join("\n", problems));
        }
    }

    private static void checkSctp(Workload workload, Cluster cluster, List<String> problems) {
        List<Service> services = workload.getServices();
        for (int i = 0; i < services.size(); i++) {
            checkSctp(
                    workload,
                    "services[" + i + "]",
                    services.get(i).getPorts(),
                    ServicePort::getProtocol,
                    cluster,
                    problems);
        }
        checkSctp(workload, "initContainers", workload.getInitContainers(), cluster, problems);
        checkSctp(workload, "containers", workload.getContainers(), cluster, problems);
    }

    private static void checkSctp(
            Workload workload,
            String where,
            List<? extends ContainerBase> containers,
            Cluster cluster,
            List<String> problems) {
        for (int i = 0; i < containers.size(); i++) {
            checkSctp(
                    workload,
                    where + "[" + i + "]",
                    containers.get(i).getPorts(),
                    ContainerPort::getProtocol,
                    cluster,
                    problems);
        }
    }

    private static <T> void checkSctp(
            Workload workload,
            String where,
            List<T> ports,
            Function<T, Protocol> protocol,
            Cluster cluster,
            List<String> problems) {
        for (int i = 0; i < ports.size(); i++) {
            if (protocol.apply(ports.get(i)) == Protocol.SCTP) {
                problems.add(Messages.ClusterRules_SctpNotEnabled(
                        workload.getName(), where + ".ports[" + i + "].protocol", cluster.getName()));
            }
        }
    }
}
