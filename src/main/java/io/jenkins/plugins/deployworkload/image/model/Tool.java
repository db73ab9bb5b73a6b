package io.jenkins.plugins.deployworkload.image.model;

import io.jenkins.plugins.deployworkload.image.FileGlob;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A build tool whose outputs are read, with the default names and other usual names of its output files. */
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
    /** The Bazel target {@code NAME.digest} writes the file {@code NAME.json.sha256}. */
    RULES_OCI("rulesOci", "rules_oci", "bazel-bin/**/index.json", "bazel-bin/**/*.json.sha256"),
    /** This plugin. The outputs of this plugin are the images that it has deployed in a build. */
    DEPLOYED("deployed", "deployed");

    private final String id;
    private final String label;
    private final transient List<FileGlob> globs;

    Tool(String id, String label, String... globs) {
        this.id = id;
        this.label = label;
        this.globs = Arrays.stream(globs).map(FileGlob::new).toList();
    }

    /** The name of the tool in the field {@code output} of a workload description, such as {@code springBoot}. */
    public String id() {
        return id;
    }

    /** The name of the tool in messages. */
    public String label() {
        return label;
    }

    /** The name of an output in messages, such as {@code Jib, target/jib-image.json}. */
    public String outputAt(String location) {
        return label + ", " + location;
    }

    /** Finds a tool by its {@link #id()}. */
    public static Optional<Tool> of(String id) {
        return Arrays.stream(values()).filter(tool -> tool.id.equals(id)).findFirst();
    }

    /** The tool that writes files of this name. If several tools use the name, the first of these tools. */
    public static Optional<Tool> ofFile(String path) {
        // Prefer literal names to wildcards, because a wildcard of one tool may match the literal name of another tool.
        return Arrays.stream(values())
                .filter(tool -> tool.globs.stream().anyMatch(glob -> glob.isName() && glob.matches(path)))
                .findFirst()
                .or(() -> Arrays.stream(values())
                        .filter(tool -> tool.globs.stream().anyMatch(glob -> glob.matches(path)))
                        .findFirst());
    }
}
