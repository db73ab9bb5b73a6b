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
import java.util.function.Predicate;

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
        Walk walk =
                new Walk(directory, NOT_ENTERED, path -> ImageFiles.toolOf(path).isPresent());
        Findings found = Findings.NONE;
        for (Path file : walk.files()) {
            String path = directory.relativize(file).toString();
            try (InputStream content = open(file)) {
                found = found.plus(ImageFiles.discover(path, content));
            } catch (IOException e) {
                found = found.plus(new Unusable(null, path, Messages.Output_notOpened()));
            }
        }
        return walk.ending(found);
    }

    /**
     * The files that somebody named.
     *
     * @param pattern a relative path, with {@code *} and {@code **}{@code /}
     * @param tool    that wrote them; {@code null} if their names say so
     * @return {@link Findings#NONE} if there is no such file
     * @throws UnreadableOutputException if one is not what its tool writes
     */
    public static Findings read(Path directory, String pattern, Tool tool)
            throws IOException, UnreadableOutputException {
        Walk walk = new Walk(directory, Set.of(), path -> ImageFiles.matches(pattern, path));
        Findings found = Findings.NONE;
        for (Path file : walk.files()) {
            try (InputStream content = open(file)) {
                found = found.plus(ImageFiles.read(directory.relativize(file).toString(), content, tool));
            }
        }
        return walk.ending(found);
    }

    private static InputStream open(Path file) throws IOException {
        return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Set<String> notEntered;
        private final Predicate<String> wanted;
        private final List<Path> files = new ArrayList<>();
        private int visited;
        private boolean ended;

        Walk(Path root, Set<String> notEntered, Predicate<String> wanted) {
            this.root = root;
            this.notEntered = notEntered;
            this.wanted = wanted;
        }

        /** In one order on every file system. */
        List<Path> files() throws IOException {
            Files.walkFileTree(root, this);
            files.sort(null);
            return files;
        }

        /** Says if not all was looked at. */
        Findings ending(Findings found) {
            return ended
                    ? found.plus(new Unusable(null, ".", Messages.Directory_large(String.valueOf(MAX_READ))))
                    : found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            Path name = directory.getFileName();
            return name != null && !directory.equals(root) && notEntered.contains(name.toString())
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && wanted.test(root.relativize(file).toString())) {
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
