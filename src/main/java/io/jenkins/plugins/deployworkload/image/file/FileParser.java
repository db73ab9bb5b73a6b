package io.jenkins.plugins.deployworkload.image.file;

import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;

/** Parses the files of one tool. */
interface FileParser {

    /** @throws UnreadableOutputException if the file does not have the format of the tool */
    void parse(OutputText file, FindingsCollector found) throws UnreadableOutputException;

    /** Returns the parser for files of a tool; {@code null} for a tool that writes only to the log. */
    static FileParser of(Tool tool) {
        return switch (tool) {
            case JIB -> new JsonOrReferences(new JibFile());
            case BUILDX, BAKE -> new MetadataFile();
            case KANIKO, KO -> new ReferencesFile();
            // buildah has the option --metadata-file too, and writes the same format as buildx.
            case BUILDAH -> new JsonOrReferences(new MetadataFile());
            case PACK -> new PackReport();
            case SKAFFOLD -> new SkaffoldFile();
            case RULES_OCI -> new JsonOrReferences(new OciIndexFile());
            case SPRING_BOOT, DOCKER_BUILD, DOCKER_PUSH, BUILDKIT, DEPLOYED -> null;
        };
    }
}
