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

/** Searches a directory for outputs. Either everything is looked at, or it is an error. */
final class OutputFileFinder {

    /** How many files are looked at and how many outputs are read, at most. */
    record Limits(int maxVisited, int maxRead) {
        /** A workspace with more than this keeps its outputs where somebody can say. */
        static final Limits DEFAULT = new Limits(500_000, 1000);
    }

    private final Limits limits;
    private final List<OutputFile> files = new ArrayList<>();
    private int visited;

    OutputFileFinder(Limits limits) {
        this.limits = limits;
    }

    /** In one order on every file system. */
    List<OutputFile> files() {
        files.sort(Comparator.comparing(OutputFile::path));
        return files;
    }

    /**
     * Adds the wanted files below a directory, without following links.
     *
     * @param root its real path
     * @param prefix stands before the paths below it
     */
    void search(Path root, String prefix, boolean linked, Set<String> notEntered, Predicate<String> wanted)
            throws IOException, UnreadableOutputException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                Path name = directory.getFileName();
                return name != null && !directory.equals(root) && notEntered.contains(name.toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                visited++;
                String path = prefix + root.relativize(file).toString().replace('\\', '/');
                if (attributes.isRegularFile() && wanted.test(path)) {
                    files.add(new OutputFile(file, path, linked));
                }
                return exceedsLimits() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }

            /** What is deleted meanwhile, or may not be read, is not there. */
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
