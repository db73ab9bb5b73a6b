package io.jenkins.plugins.deployworkload.image.model;

import io.jenkins.plugins.deployworkload.image.FileGlob;
import io.jenkins.plugins.deployworkload.image.file.FileParser;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The tools whose outputs are read, and the names that their files have by default or by habit. */
public enum Tool {
    JIB("jib", "Jib", "**/jib-image.json", "**/jib-image.digest", "**/jib-image.id"),
    BUILDX(
            "buildx",
            "docker buildx",
            "**/metadata.json",
            "**/*-metadata.json",
            "**/*.metadata.json",
            "**/metadata-*.json",
            "**/*.iid",
            "**/iidfile"),
    BAKE("bake", "docker buildx bake", "**/bake-metadata.json", "**/bake.json"),
    KANIKO(
            "kaniko",
            "kaniko",
            "**/kaniko*digest*",
            "**/digest-file",
            "**/image-name-with-digest*",
            "**/image-name-tag-with-digest*",
            "**/image-digest",
            "**/image-digest.txt"),
    BUILDAH("buildah", "buildah, podman", "**/digestfile", "**/*.digestfile", "**/*.digest"),
    SPRING_BOOT("springBoot", "Spring Boot build-image"),
    DOCKER_BUILD("dockerBuild", "docker build"),
    DOCKER_PUSH("dockerPush", "docker push"),
    BUILDKIT("buildkit", "BuildKit"),
    KO("ko", "ko", "**/image-refs", "**/image-refs.txt", "**/ko-image-refs*"),
    PACK("pack", "pack", "**/report.toml"),
    SKAFFOLD("skaffold", "Skaffold", "**/skaffold*.json", "**/build-artifacts.json"),
    /** The target {@code NAME.digest} writes the file {@code NAME.json.sha256}. */
    RULES_OCI("rulesOci", "rules_oci", "bazel-bin/**/index.json", "bazel-bin/**/*.json.sha256"),
    /** No tool of others: what this plugin has deployed, and keeps with the build. */
    DEPLOYED("deployed", "deployed");

    private final String id;
    private final String label;
    private final transient List<FileGlob> globs;

    Tool(String id, String label, String... globs) {
        this.id = id;
        this.label = label;
        this.globs = Arrays.stream(globs).map(FileGlob::new).toList();
    }

    /** The name in a description, such as {@code springBoot}. */
    public String id() {
        return id;
    }

    /** As in sentences. */
    public String label() {
        return label;
    }

    /** An output of this tool, to name in messages: {@code Jib, target/jib-image.json}. */
    public String outputAt(String where) {
        return label + ", " + where;
    }

    /** Whether this tool says what it built in the log alone. */
    public boolean writesLogOnly() {
        return this != DEPLOYED && FileParser.of(this) == null;
    }

    /** The tool of this {@link #id()}. */
    public static Optional<Tool> of(String id) {
        return Arrays.stream(values()).filter(tool -> tool.id.equals(id)).findFirst();
    }

    /** The tool that writes files of this name; the first one where several do. */
    public static Optional<Tool> ofFile(String path) {
        // The generic names stand behind the special ones, which are other tools' in places.
        return Arrays.stream(values())
                .filter(tool -> tool.globs.stream().anyMatch(glob -> glob.isName() && glob.matches(path)))
                .findFirst()
                .or(() -> Arrays.stream(values())
                        .filter(tool -> tool.globs.stream().anyMatch(glob -> glob.matches(path)))
                        .findFirst());
    }
}
