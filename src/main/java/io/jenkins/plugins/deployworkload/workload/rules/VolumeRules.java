package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.container.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.volume.DownwardApiProjection;
import io.jenkins.plugins.deployworkload.workload.volume.DownwardApiVolume;
import io.jenkins.plugins.deployworkload.workload.volume.ProjectedSource;
import io.jenkins.plugins.deployworkload.workload.volume.ProjectedVolume;
import io.jenkins.plugins.deployworkload.workload.volume.Volume;
import io.jenkins.plugins.deployworkload.workload.volume.source.ContainerResourceRef;
import io.jenkins.plugins.deployworkload.workload.volume.source.DownwardApiFile;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks that the containers that downward API files refer to exist. Otherwise the pods would not start. */
final class VolumeRules {

    private final WorkloadSections workload;
    private final ValidationContext context;
    private final Set<String> containerNames;

    VolumeRules(WorkloadSections workload, ValidationContext context) {
        this.workload = workload;
        this.context = context;
        containerNames = Stream.concat(workload.getInitContainers().stream(), workload.getContainers().stream())
                .filter(Objects::nonNull)
                .map(ContainerBase::getName)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    void check() {
        List<Volume> volumes = workload.getVolumes();
        for (int i = 0; i < volumes.size(); i++) {
            if (volumes.get(i) == null) {
                continue;
            }
            String path = "volumes[" + i + "].";
            if (volumes.get(i).getSource() instanceof DownwardApiVolume volume) {
                checkFiles(volume.getItems(), path + "downwardAPI.");
            } else if (volumes.get(i).getSource() instanceof ProjectedVolume volume) {
                checkSources(volume.getSources(), path + "projected.");
            }
        }
    }

    private void checkSources(List<ProjectedSource> sources, String path) {
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i) != null && sources.get(i).getSource() instanceof DownwardApiProjection projection) {
                checkFiles(projection.getItems(), path + "sources[" + i + "].downwardAPI.");
            }
        }
    }

    private void checkFiles(List<DownwardApiFile> files, String path) {
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i) != null
                    && files.get(i).getSource() instanceof ContainerResourceRef reference
                    && reference.getContainerName() != null
                    && !containerNames.contains(reference.getContainerName())) {
                context.addProblem(
                        path + "items[" + i + "].resourceFieldRef.containerName",
                        Messages.PodRules_UnknownContainer(reference.getContainerName()));
            }
        }
    }
}
