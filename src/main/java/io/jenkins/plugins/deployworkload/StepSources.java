package io.jenkins.plugins.deployworkload;

import io.jenkins.plugins.deployworkload.execution.revision.RevisionRequest;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestRequest;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks the sources of the objects that the step deploys: a workload, workload files, manifests, or a stored revision. */
final class StepSources {

    /** The number of a revision, or its id: the number and a random part. */
    private static final Pattern REVISION = Pattern.compile("\\d{1,18}(-[0-9a-f]{1,64})?");

    private StepSources() {}

    /** The manifests of the step; null if it has none. */
    static ManifestRequest manifests(DeployWorkloadStep step) {
        return step.getManifests() == null
                ? null
                : new ManifestRequest(step.getName(), step.getManifests(), step.getPatches());
    }

    /** The stored revision of the step; null if it deploys new objects. */
    static RevisionRequest revision(DeployWorkloadStep step) {
        return step.getRevision() == null ? null : new RevisionRequest(step.getName(), step.getRevision());
    }

    static void check(DeployWorkloadStep step, ValidationContext validation) {
        List<String> sources = Stream.of(
                        step.getWorkload() == null ? null : "workload",
                        step.getFile() == null ? null : "file",
                        step.getManifests() == null ? null : "manifests",
                        step.getRevision() == null ? null : "revision")
                .filter(Objects::nonNull)
                .toList();
        if (sources.size() != 1) {
            validation.addProblem(
                    sources.isEmpty() ? "workload" : sources.getLast(), Messages.DeployWorkloadStep_oneSource());
        }
        checkPattern("file", step.getFile(), validation);
        checkPattern("manifests", step.getManifests(), validation);
        if (step.getRevision() != null) {
            checkRevision(step, validation);
        }
        if (step.getManifests() != null || step.getRevision() != null) {
            checkName(step.getName(), validation);
        } else if (step.getName() != null) {
            validation.addProblem("name", Messages.DeployWorkloadStep_requiresManifestsOrRevision());
        }
        if (step.getManifests() == null) {
            requireManifests(!step.getPatches().isEmpty(), "patches", validation);
        }
        for (int i = 0; i < step.getImages().size(); i++) {
            ImageOverride image = step.getImages().get(i);
            String path = "images[" + i + "]";
            if (image == null) {
                continue;
            }
            if (step.getManifests() == null) {
                requireManifests(image.getName() != null, path + ".name", validation);
            } else if (image.getWorkload() != null) {
                validation.addProblem(path + ".workload", Messages.DeployWorkloadStep_notWithManifests());
            }
        }
    }

    private static void checkRevision(DeployWorkloadStep step, ValidationContext validation) {
        String revision = step.getRevision();
        if (!revision.contains("$") && !REVISION.matcher(revision).matches()) {
            validation.addProblem("revision", Messages.DeployWorkloadStep_invalidRevision(revision));
        }
        if (!step.getImages().isEmpty()) {
            validation.addProblem("images", Messages.DeployWorkloadStep_notWithRevision());
        }
        if (Boolean.TRUE.equals(step.getRemoveOnDelete())) {
            validation.addProblem("removeOnDelete", Messages.DeployWorkloadStep_notWithRevision());
        }
    }

    /** A name with build parameters is checked after these are expanded. */
    private static void checkName(String name, ValidationContext validation) {
        if (name == null) {
            validation.addProblem("name", Messages.DeployWorkloadStep_nameRequired());
        } else if (!name.contains("$")) {
            TextRule.WORKLOAD_NAME.problem(name).ifPresent(problem -> validation.addProblem("name", problem));
        }
    }

    private static void checkPattern(String field, String pattern, ValidationContext validation) {
        if (pattern != null && Arrays.asList(pattern.split("[/\\\\,\\s]+")).contains("..")) {
            validation.addProblem(field, Messages.DeployWorkloadStep_fileOutsideWorkspace(pattern));
        }
    }

    private static void requireManifests(boolean given, String field, ValidationContext validation) {
        if (given) {
            validation.addProblem(field, Messages.DeployWorkloadStep_requiresManifests());
        }
    }
}
