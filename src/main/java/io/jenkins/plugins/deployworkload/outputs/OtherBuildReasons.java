package io.jenkins.plugins.deployworkload.outputs;

import io.jenkins.plugins.deployworkload.image.model.Findings;
import java.util.Set;
import org.jvnet.localizer.Localizable;

/**
 * Replaces reasons that quote outputs of another build. The readers of this build's log need not have the permission to
 * read the other build, and a step can name any archived file as an output, such as a file with passwords.
 */
final class OtherBuildReasons {

    /** The keys of the reasons that contain only file names, numbers and tools. All other reasons are replaced. */
    private static final Set<String> WITHOUT_CONTENT = Set.of(
            "ArtifactOutputs.cannotOpen",
            "FindingsCollector.tooManyImages",
            "ImageFiles.toolWritesNoFile",
            "ImageFiles.tooLarge",
            "ImageFiles.unknownTool",
            "ImageLog.linesTooLong",
            "OciIndexFile.severalManifests");

    private OtherBuildReasons() {}

    static Findings replaceIn(Findings found) {
        return found.withReasons(rejected -> replace(rejected.reason()));
    }

    static Localizable replace(Localizable reason) {
        return WITHOUT_CONTENT.contains(reason.getKey()) ? reason : Messages._OtherBuildReasons_notQuoted();
    }
}
