package io.jenkins.plugins.deployworkload.workload.binding.text;

import java.util.Arrays;

/** The API's rules of paths. */
final class FilePaths {

    private FilePaths() {}

    /** No step of the path leads back up. */
    static boolean hasNoBacksteps(String path) {
        return Arrays.stream(path.split("/")).noneMatch(".."::equals);
    }

    /** Below the directory that it is joined to. */
    static boolean isRelative(String path) {
        return !path.startsWith("/") && hasNoBacksteps(path);
    }
}
