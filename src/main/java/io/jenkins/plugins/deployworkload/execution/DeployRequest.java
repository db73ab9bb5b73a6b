package io.jenkins.plugins.deployworkload.execution;

import io.jenkins.plugins.deployworkload.execution.revision.RevisionRequest;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import java.time.Duration;
import java.util.List;

/**
 * The parameters of one deploy, from a Pipeline step or from the build step of a freestyle job.
 *
 * @param cluster       name of the cluster in Jenkins' configuration
 * @param credentialsId the credential to use instead of the cluster's credential; null to use the cluster's credential
 * @param namespace     the namespace; null to use the cluster's default namespace
 * @param workload      the workload description; null if the objects come from elsewhere
 * @param file          Ant pattern of workload files in the workspace; null if the objects come from elsewhere
 * @param allowedNames  patterns of the names of workloads in files; empty for all names
 * @param allowedImages patterns of the images of workloads in files; empty for all images
 * @param variables     the variables of files
 * @param fileCredentials the IDs of the credentials that Secrets in workload files may use
 * @param images        image overrides; each override names a container and its new image
 * @param timeout       limit from the start of a rollout until the workload is healthy
 * @param buildResult   result of the build if a workload does not become healthy; null for a failure
 * @param removeOnDelete whether the applications are removed when the job is deleted
 * @param skipPublishingChecks whether no checks are published
 * @param manifests     the application of manifests; null if the objects come from elsewhere
 * @param revision      the stored revision to deploy again; null to deploy new objects
 */
public record DeployRequest(
        String cluster,
        String credentialsId,
        String namespace,
        Workload workload,
        String file,
        List<String> allowedNames,
        List<String> allowedImages,
        FileVariables variables,
        List<String> fileCredentials,
        List<ImageOverride> images,
        Duration timeout,
        RolloutOptions options,
        BuildResult buildResult,
        boolean removeOnDelete,
        boolean skipPublishingChecks,
        ManifestRequest manifests,
        RevisionRequest revision) {

    public DeployRequest {
        allowedNames = List.copyOf(allowedNames);
        allowedImages = List.copyOf(allowedImages);
        fileCredentials = List.copyOf(fileCredentials);
        images = List.copyOf(images);
    }

    /** The same deploy with a stored revision in place of its objects. */
    public DeployRequest withRevision(String inNamespace, RevisionRequest stored, RolloutOptions newOptions) {
        return new DeployRequest(
                cluster,
                credentialsId,
                inNamespace,
                null,
                null,
                List.of(),
                List.of(),
                variables,
                List.of(),
                List.of(),
                timeout,
                newOptions,
                buildResult,
                removeOnDelete,
                skipPublishingChecks,
                null,
                stored);
    }

    /** The name of the application; null for workload files, which can have several. */
    public String applicationName() {
        if (revision != null) {
            return revision.name();
        }
        return manifests != null ? manifests.name() : workload == null ? null : workload.getName();
    }
}
