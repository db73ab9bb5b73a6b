package io.jenkins.plugins.deployworkload.image.file;

import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;

/** Reads what one tool writes to files. */
public interface FileParser {

    /** @throws UnreadableOutputException if it is not what the tool writes */
    void parse(OutputText file, FindingsCollector found) throws UnreadableOutputException;

    /** The reader of a tool's files; {@code null} for a tool that writes to the log only. */
    static FileParser of(Tool tool) {
        return switch (tool) {
            case JIB -> new JsonOrReferences(new JibFile());
            case BUILDX, BAKE -> new MetadataFile();
            case KANIKO, KO -> new ReferencesFile();
            // buildah writes buildx' metadata too.
            case BUILDAH -> new JsonOrReferences(new MetadataFile());
            case PACK -> new PackReport();
            case SKAFFOLD -> new SkaffoldFile();
            case RULES_OCI -> new JsonOrReferences(new OciIndexFile());
            case SPRING_BOOT, DOCKER_BUILD, DOCKER_PUSH, BUILDKIT, DEPLOYED -> null;
        };
    }
}
