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

/**
 * Searches a directory for output files. If the search exceeds a limit, it fails and does not return an incomplete
 * result.
 */
final class OutputFileFinder {

    /**
     * Limits of one search.
     *
     * @param maxVisited the maximum number of files in the searched folders
     * @param maxRead the maximum number of files that match and have to be read
     */
    record Limits(int maxVisited, int maxRead) {
        /** The default limits. In a larger workspace, the user has to specify the path of the output file. */
        static final Limits DEFAULT = new Limits(500_000, 1000);
    }

    private final Limits limits;
    private final List<OutputFile> files = new ArrayList<>();
    private int visited;

    OutputFileFinder(Limits limits) {
        this.limits = limits;
    }

    /** The files that were found, sorted by path, so that the order does not depend on the file system. */
    List<OutputFile> files() {
        files.sort(Comparator.comparing(OutputFile::path));
        return files;
    }

    /**
     * Adds the matching files below a directory, without following links.
     *
     * @param root the real path of the directory
     * @param prefix the prefix of the relative paths in messages
     * @param outside whether the directory is outside of the workspace
     * @param skipped the names of folders that are not searched
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

            /** Skips files that were deleted during the search, and folders that this process may not read. */
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
