package io.jenkins.plugins.deployworkload.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds and reads the outputs in a directory, such as a workspace. Runs where the directory is; what it gives can be sent.
 * Links are not followed, so that nothing outside of the directory is read.
 */
public final class ImageDirectory {

    /** A workspace with more files than this keeps its outputs where somebody can say. */
    private static final int MAX_VISITED = 500_000;

    private static final int MAX_READ = 1000;
    private static final Set<String> NOT_ENTERED = Set.of(".git", ".svn", "node_modules", ".gradle", ".m2");

    private ImageDirectory() {}

    /** All files whose name a tool gives them. */
    public static Findings discover(Path directory) throws IOException {
        Walk walk = new Walk(directory);
        Files.walkFileTree(directory, walk);
        // In one order on every file system.
        walk.files.sort(null);
        Findings found = Findings.NONE;
        for (Path file : walk.files) {
            String path = directory.relativize(file).toString();
            try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                found = found.plus(ImageFiles.discover(path, content));
            } catch (IOException e) {
                found = found.plus(new Unusable(null, path, Messages.Output_notOpened()));
            }
        }
        return walk.ended
                ? found.plus(new Unusable(null, ".", Messages.Directory_large(String.valueOf(MAX_READ))))
                : found;
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        private final Path root;
        private final List<Path> files = new ArrayList<>();
        private int visited;
        private boolean ended;

        Walk(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            Path name = directory.getFileName();
            return name != null && !directory.equals(root) && NOT_ENTERED.contains(name.toString())
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()
                    && ImageFiles.toolOf(root.relativize(file).toString()).isPresent()) {
                files.add(file);
            }
            ended = ++visited >= MAX_VISITED || files.size() >= MAX_READ;
            return ended ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        /** What is deleted meanwhile, or may not be read, is not there. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
            if (file.equals(root)) {
                throw problem;
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
