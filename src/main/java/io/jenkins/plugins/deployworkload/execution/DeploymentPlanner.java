package io.jenkins.plugins.deployworkload.execution;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.TaskListener;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterRules;
import io.jenkins.plugins.deployworkload.execution.registry.RegistryOutputs;
import io.jenkins.plugins.deployworkload.execution.secret.ResolvedSecrets;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestApplication;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestRequest;
import io.jenkins.plugins.deployworkload.outputs.BuildOutputs;
import io.jenkins.plugins.deployworkload.outputs.ImageResolution;
import io.jenkins.plugins.deployworkload.workload.ImageOverrides;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.container.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.image.BuildPlace;
import io.jenkins.plugins.deployworkload.workload.image.ImageFromBuild;
import io.jenkins.plugins.deployworkload.workload.image.ImageOutput;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import io.jenkins.plugins.deployworkload.workload.image.ImageSource;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Creates a plan from the parameters of a deploy. The planner reads and validates workload files, and finds the images
 * that builds have produced.
 */
public final class DeploymentPlanner {

    /**
     * Limit for searching the workspace. The limit is long, because a workspace can be large and its disk can be slow.
     */
    private static final Duration WORKSPACE_TIMEOUT = Duration.ofMinutes(10);

    /** The limit of workloads in a step. The build stores as many results. */
    static final int MAX_WORKLOADS = 100;

    /**
     * Supplies the workspace. The planner calls the supplier only if a deploy needs files or build outputs in the
     * workspace.
     */
    @FunctionalInterface
    public interface WorkspaceSupplier {
        /** @return the workspace; null if there is no workspace */
        FilePath get() throws IOException, InterruptedException;
    }

    private final DeployContext context;
    private final TaskListener log;

    /** @param log the log of the build */
    public DeploymentPlanner(DeployContext context, TaskListener log) {
        this.context = context;
        this.log = log;
    }

    /**
     * Reads and validates everything that the deploy needs, without applying any object.
     *
     * @throws AbortException if the deploy cannot be planned; the message is for users
     */
    public DeploymentPlan plan(DeployRequest request, WorkspaceSupplier workspace)
            throws IOException, InterruptedException {
        LibraryCheck.requireYaml();
        DeploymentPlan plan = create(request, workspace);
        try {
            context.recordRemoveOnDelete(request, plan).ifPresent(log.getLogger()::println);
        } catch (AbortException e) {
            throw context.refused(plan, StepState.of(request), e.getMessage());
        }
        return plan;
    }

    private DeploymentPlan create(DeployRequest request, WorkspaceSupplier workspace)
            throws IOException, InterruptedException {
        Cluster cluster;
        String namespace;
        try {
            cluster = context.cluster(request.cluster());
            namespace = namespace(request.namespace(), cluster);
            context.checkPullRequest(cluster, namespace, request.options());
        } catch (AbortException e) {
            context.auditRefusal(request.cluster(), request.namespace());
            context.recordRefusal(e.getMessage());
            throw e;
        }
        if (request.revision() != null) {
            return planRevision(request, cluster, namespace);
        }
        if (request.manifests() != null) {
            return planManifests(request, cluster, namespace, workspace);
        }
        List<Workload> described;
        WorkspaceFiles files = new WorkspaceFiles();
        try {
            Variables variables = request.variables().resolve(context.build());
            List<Workload> workloads = ImageOverrides.apply(
                    request.workload() != null
                            ? List.of(request.workload())
                            : WorkloadFiles.read(workspace.get(), request.file(), variables),
                    request.images());
            FilePins.checkNames(request, workloads);
            described = files.read(workloads, workspace, variables);
            FilePins.checkObjectNames(request, described);
            FilePins.checkCredentials(request, described);
            checkCount(described, request.file());
        } catch (InvalidDescriptionException | AbortException e) {
            context.recordRefusal(e.getMessage());
            throw new AbortException(e.getMessage());
        }
        DeploymentPlan plan = DeploymentPlan.of(request, namespace, described);
        try {
            checkAccess(request, cluster, namespace, described);
            Map<String, ResolvedSecrets> secrets = resolveSecrets(described, namespace);
            List<Workload> resolved = resolveImages(described, workspace);
            FilePins.checkImages(
                    request,
                    files.render(
                            resolved,
                            namespace,
                            workload -> secrets.get(workload.getName()).values()));
            Map<String, Map<String, String>> hashes = new HashMap<>();
            secrets.forEach((workload, values) -> hashes.put(workload, values.hashes()));
            return DeploymentPlan.of(request, namespace, resolved).withSecretHashes(hashes);
        } catch (InvalidDescriptionException | AbortException e) {
            throw context.refused(plan, StepState.of(request), e.getMessage());
        }
    }

    private DeploymentPlan planManifests(
            DeployRequest request, Cluster cluster, String namespace, WorkspaceSupplier workspace)
            throws IOException, InterruptedException {
        String name = request.manifests().name();
        try {
            Variables variables = request.variables().resolve(context.build());
            ManifestRequest.Read read = WorkspaceFiles.read(request.manifests(), workspace, variables);
            read.manifests().notices().forEach(log.getLogger()::println);
            FilePins.checkNames(request, read.manifests(), namespace);
            checkAccess(request, cluster, namespace, List.of());
            boolean readsWorkspace =
                    request.images().stream().map(ImageOverride::getImage).anyMatch(DeploymentPlanner::readsWorkspace);
            List<ImageOverride> images = ImageResolution.resolveOverrides(
                    request.images(), name, outputs(readsWorkspace ? workspace.get() : null), log.getLogger()::println);
            ManifestApplication application = read.render(images, namespace);
            FilePins.checkImages(request, Map.of(name, application.objects()));
            return DeploymentPlan.of(request, namespace, application);
        } catch (InvalidDescriptionException | AbortException e) {
            DeploymentPlan plan =
                    DeploymentPlan.of(request, namespace, new ManifestApplication(name, List.of(), List.of()));
            throw context.refused(plan, StepState.of(request), e.getMessage());
        }
    }

    /** The launcher reads the revision, because the rules decide on its objects when the rollout starts. */
    private DeploymentPlan planRevision(DeployRequest request, Cluster cluster, String namespace)
            throws AbortException {
        DeploymentPlan plan = DeploymentPlan.ofRevision(request, namespace);
        try {
            checkAccess(request, cluster, namespace, List.of());
            return plan;
        } catch (AbortException e) {
            throw context.refused(plan, StepState.of(request), e.getMessage());
        }
    }

    /**
     * Checks the rules and the credential, before the images are resolved, because reading build outputs can take minutes.
     *
     * @param described the workloads; none for objects that the rules decide on later
     */
    private void checkAccess(DeployRequest request, Cluster cluster, String namespace, List<Workload> described)
            throws AbortException {
        ClusterRules.check(
                cluster,
                context.build().getParent().getFullName(),
                namespace,
                request.credentialsId(),
                request.options(),
                described);
        context.connectionConfig(cluster, request.credentialsId());
    }

    /** Each workload starts a rollout with watches of its own, so files must not start any number of them. */
    static void checkCount(List<Workload> described, String file) throws AbortException {
        if (described.size() > MAX_WORKLOADS) {
            throw new AbortException(Messages.DeploymentPlanner_tooManyWorkloads(
                    file, Integer.toString(described.size()), Integer.toString(MAX_WORKLOADS)));
        }
    }

    /**
     * @param given the namespace that the job has named; {@code null} for the default namespace of the cluster
     * @throws AbortException if there is none, or it is not valid
     */
    public static String namespace(String given, Cluster cluster) throws AbortException {
        String namespace = given == null ? cluster.getNamespace() : given;
        if (namespace == null) {
            throw new AbortException(Messages.DeploymentPlanner_noNamespace(cluster.getName()));
        }
        String problem = TextRule.DNS_LABEL.problem(namespace).orElse(null);
        if (problem != null) {
            throw new AbortException("namespace: " + problem);
        }
        return namespace;
    }

    private Map<String, ResolvedSecrets> resolveSecrets(List<Workload> workloads, String namespace)
            throws AbortException {
        Map<String, ResolvedSecrets> resolved = new HashMap<>();
        for (Workload workload : workloads) {
            resolved.put(workload.getName(), context.secrets(workload, namespace));
        }
        return resolved;
    }

    private List<Workload> resolveImages(List<Workload> described, WorkspaceSupplier workspace)
            throws IOException, InterruptedException, InvalidDescriptionException {
        FilePath searched = described.stream().anyMatch(DeploymentPlanner::readsWorkspace) ? workspace.get() : null;
        return ImageResolution.resolve(described, outputs(searched), log.getLogger()::println);
    }

    private RegistryOutputs outputs(FilePath workspace) {
        return new RegistryOutputs(
                context.build().getParent(), new BuildOutputs(context.build(), workspace, WORKSPACE_TIMEOUT));
    }

    static boolean readsWorkspace(Workload workload) {
        return ImageOverrides.allContainers(workload).stream()
                .map(ContainerBase::getImage)
                .anyMatch(DeploymentPlanner::readsWorkspace);
    }

    private static boolean readsWorkspace(ImageSource image) {
        return image instanceof ImageFromBuild built
                && built.getOutput() != ImageOutput.deployed
                && (built.getPlace() == null || built.getPlace() == BuildPlace.workspace);
    }
}
