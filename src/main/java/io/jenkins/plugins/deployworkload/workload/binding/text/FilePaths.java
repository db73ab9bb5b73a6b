package io.jenkins.plugins.deployworkload.workload.binding.text;

import java.util.Arrays;

/** Validates paths as the Kubernetes API does. */
final class FilePaths {

    private FilePaths() {}

    /** Whether the path has no {@code ..} element. */
    static boolean hasNoBacksteps(String path) {
        return Arrays.stream(path.split("/")).noneMatch(".."::equals);
    }

    /** Whether the path is relative and cannot leave the directory that it starts from. */
    static boolean isRelative(String path) {
        return !path.startsWith("/") && hasNoBacksteps(path);
    }
}
