package io.jenkins.plugins.deployworkload.execution;

import hudson.AbortException;
import hudson.FilePath;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.image.FileGlob;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestReader;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestRequest;
import io.jenkins.plugins.deployworkload.manifest.objects.CompleteWorkload;
import io.jenkins.plugins.deployworkload.manifest.objects.InvalidObjectsException;
import io.jenkins.plugins.deployworkload.manifest.objects.ReferencedFiles;
import io.jenkins.plugins.deployworkload.manifest.objects.SecretData;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The files that workloads name, such as patches. All files are read at once, because the workspace may be on an agent. */
final class WorkspaceFiles {

    private final Map<String, CompleteWorkload> complete = new HashMap<>();

    /**
     * Reads the files, and puts their content into the workloads.
     *
     * @param workspace asked only if a workload names files
     * @throws AbortException if there is no workspace, or a limit is exceeded
     * @throws InvalidDescriptionException if files are missing or invalid; the exception lists all problems
     */
    List<Workload> read(List<Workload> workloads, DeploymentPlanner.WorkspaceSupplier workspace, Variables variables)
            throws IOException, InterruptedException, InvalidDescriptionException {
        Set<String> patterns = ReferencedFiles.patterns(workloads);
        if (patterns.isEmpty()) {
            return workloads;
        }
        FilePath folder = workspace.get();
        List<WorkspaceFileReader.FileContent> found = WorkloadFiles.find(
                        folder, new WorkspaceFileReader(String.join(",", patterns)))
                .files();
        Problems problems = new Problems();
        List<Workload> read = new ArrayList<>();
        for (Workload workload : workloads) {
            try {
                CompleteWorkload result = ReferencedFiles.read(
                        workload, new FoundFiles(found, WorkspaceFileReader.MAX_FILE_BYTES), variables);
                complete.put(workload.getName(), result);
                read.add(result.workload());
            } catch (InvalidDescriptionException e) {
                problems.addAll(e.problems());
            }
        }
        problems.throwIfAny();
        return read;
    }

    /**
     * Reads manifests and the files of their patches.
     *
     * @throws AbortException if there is no workspace, or a limit is exceeded
     * @throws InvalidDescriptionException if files are missing or invalid; the exception lists all problems
     */
    static ManifestRequest.Read read(
            ManifestRequest request, DeploymentPlanner.WorkspaceSupplier workspace, Variables variables)
            throws IOException, InterruptedException, InvalidDescriptionException {
        int maxBytes = ManifestReader.MAX_CHARACTERS;
        List<WorkspaceFileReader.FileContent> found = WorkloadFiles.find(
                        workspace.get(), new WorkspaceFileReader(String.join(",", request.patterns()), maxBytes))
                .files();
        return request.read(new FoundFiles(found, maxBytes), variables);
    }

    private record FoundFiles(List<WorkspaceFileReader.FileContent> found, int maxBytes)
            implements ReferencedFiles.FileSource {

        @Override
        public List<ReferencedFiles.YamlFile> matching(String pattern) throws InvalidDescriptionException {
            List<ReferencedFiles.YamlFile> files = new ArrayList<>();
            for (WorkspaceFileReader.FileContent file : all(pattern)) {
                files.add(new ReferencedFiles.YamlFile(file.name(), WorkloadFiles.text(file, maxBytes)));
            }
            return files;
        }

        @Override
        public List<ReferencedFiles.DataFile> matchingData(String pattern) throws InvalidDescriptionException {
            List<ReferencedFiles.DataFile> files = new ArrayList<>();
            for (WorkspaceFileReader.FileContent file : all(pattern)) {
                files.add(new ReferencedFiles.DataFile(file.name(), WorkloadFiles.bytes(file)));
            }
            return files;
        }

        private List<WorkspaceFileReader.FileContent> all(String pattern) {
            FileGlob glob = new FileGlob(pattern);
            return found.stream().filter(file -> glob.matches(file.name())).toList();
        }
    }

    /**
     * Renders the objects of workloads with resolved images.
     *
     * @param secrets the values of the Secrets of a workload
     * @return the objects by the name of the workload, in the order of the workloads
     * @throws AbortException if patches or raw objects are not valid; the message has all problems with their places
     */
    Map<String, List<HasMetadata>> render(
            List<Workload> workloads, String namespace, Function<Workload, SecretData> secrets) throws AbortException {
        Map<String, List<HasMetadata>> rendered = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (Workload workload : workloads) {
            try {
                rendered.put(workload.getName(), WorkloadRenderer.render(workload, namespace, secrets.apply(workload)));
            } catch (InvalidObjectsException e) {
                CompleteWorkload read = complete.get(workload.getName());
                problems.add(
                        read == null
                                ? e.getMessage()
                                : e.withLocations(read::located).getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new AbortException(String.join("\n", problems));
        }
        return rendered;
    }
}
