package io.jenkins.plugins.deployworkload.image;

/** Reads what one tool writes to files. */
interface FileReader {

    /** @throws UnreadableOutputException if it is not what the tool writes */
    void read(OutputText file, Gathering found) throws UnreadableOutputException;

    /** The reader of a tool's files; {@code null} for a tool that writes to the log only. */
    static FileReader of(Tool tool) {
        return switch (tool) {
            case JIB -> new JsonOrReferences(new JibFile());
            case BUILDX, BAKE -> new MetadataFile();
            case KANIKO, KO -> new ReferencesFile();
            // buildah writes buildx' metadata too.
            case BUILDAH -> new JsonOrReferences(new MetadataFile());
            case PACK -> new PackReport();
            case SKAFFOLD -> new SkaffoldFile();
            case RULES_OCI -> new JsonOrReferences(new OciFile());
            case SPRING_BOOT, DOCKER_BUILD, DOCKER_PUSH, BUILDKIT, DEPLOYED -> null;
        };
    }
}
