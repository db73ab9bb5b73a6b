package io.jenkins.plugins.deployworkload;

import hudson.AbortException;
import hudson.FilePath;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.YamlFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the workloads that files of a workspace describe, wherever that workspace is. */
final class WorkloadFiles {

    private WorkloadFiles() {}

    /**
     * @throws AbortException              if there is no workspace, or no such file
     * @throws InvalidDescriptionException with the problems of all files
     */
    static List<Workload> read(FilePath workspace, String pattern)
            throws IOException, InterruptedException, InvalidDescriptionException {
        if (workspace == null) {
            throw new AbortException(Messages.WorkloadFiles_NoWorkspace());
        }
        FilePath[] files = workspace.list(pattern);
        if (files.length == 0) {
            throw new AbortException(Messages.WorkloadFiles_None(pattern));
        }
        Arrays.sort(files, (a, b) -> a.getRemote().compareTo(b.getRemote()));
        List<Workload> workloads = new ArrayList<>();
        Problems problems = new Problems();
        for (FilePath file : files) {
            String name = file.getRemote().substring(workspace.getRemote().length() + 1);
            if (file.length() > YamlFile.MAX_CHARACTERS) {
                problems.addAll(List.of(new Problem("", Messages.WorkloadFiles_TooLarge(file.length()), name)));
                continue;
            }
            try {
                workloads.addAll(YamlFile.read(file.readToString(), name, Workload.class));
            } catch (InvalidDescriptionException e) {
                problems.addAll(e.problems());
            }
        }
        Set<String> names = new HashSet<>();
        workloads.stream()
                .filter(workload -> !names.add(workload.getName()))
                .forEach(twice -> problems.add("name", Messages.WorkloadFiles_Twice(twice.getName(), pattern)));
        problems.throwIfAny();
        return workloads;
    }
}
