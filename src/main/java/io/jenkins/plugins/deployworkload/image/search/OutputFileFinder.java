package io.jenkins.plugins.deployworkload.image.search;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Searches a directory for outputs. An incomplete search is an error. */
final class OutputFileFinder {

    /**
     * Limits of one search.
     *
     * @param maxVisited number of files
     * @param maxRead number of files that may be outputs
     */
    record Limits(int maxVisited, int maxRead) {
        /** In a larger workspace the user has to specify the path. */
        static final Limits DEFAULT = new Limits(500_000, 1000);
    }

    private final Limits limits;
    private final List<OutputFile> files = new ArrayList<>();
    private int visited;

    OutputFileFinder(Limits limits) {
        this.limits = limits;
    }

    /** Sorted by path, so that the order does not depend on the file system. */
    List<OutputFile> files() {
        files.sort(Comparator.comparing(OutputFile::path));
        return files;
    }

    /**
     * Adds the files below a directory that match, without following links.
     *
     * @param root real path of the directory
     * @param prefix prefix of the relative paths for messages
     * @param outside whether the directory is outside of the workspace
     * @param skipped names of folders that are not searched
     */
    void search(Path root, String prefix, boolean outside, Set<String> skipped, Predicate<String> filter)
            throws IOException, UnreadableOutputException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                Path name = directory.getFileName();
                return name != null && !directory.equals(root) && skipped.contains(name.toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                visited++;
                String path = prefix + root.relativize(file).toString().replace('\\', '/');
                if (attributes.isRegularFile() && filter.test(path)) {
                    files.add(new OutputFile(file, path, outside));
                }
                return exceedsLimits() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }

            /** Skips files that were deleted during the search, and folders without read permission. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
                if (file.equals(root)) {
                    throw problem;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        if (exceedsLimits()) {
            throw new UnreadableOutputException(Messages._OutputFileFinder_limitsExceeded(
                    String.valueOf(limits.maxVisited()), String.valueOf(limits.maxRead())));
        }
    }

    private boolean exceedsLimits() {
        return visited > limits.maxVisited() || files.size() > limits.maxRead();
    }
}
