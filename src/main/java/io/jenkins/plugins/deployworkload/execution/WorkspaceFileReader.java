package io.jenkins.plugins.deployworkload.execution;

import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.deployworkload.image.FileGlob;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Set;
import jenkins.agents.ControllerToAgentFileCallable;
import org.apache.tools.ant.DirectoryScanner;

/**
 * Finds and reads files in a workspace, on the workspace's agent. The reader follows only links to targets inside the
 * workspace. Messages in the build log quote the content of files, so a link in a repository must not disclose other
 * files of the agent.
 *
 * @param pattern Ant pattern; Ant's default excludes apply
 * @param maxFileBytes size limit of one file, in bytes
 */
record WorkspaceFileReader(String pattern, int maxFileBytes)
        implements ControllerToAgentFileCallable<WorkspaceFileReader.Result> {

    private static final long serialVersionUID = 1L;

    /** Size limit of a file with a description, in bytes. */
    static final int MAX_FILE_BYTES = YamlReader.MAX_CHARACTERS;

    /** Size limit of all files together, in bytes. */
    static final int MAX_TOTAL_BYTES = 16 << 20;

    /** Limit of files that match the pattern. A step deploys far fewer workloads. */
    static final int MAX_FILES = 1000;

    /**
     * Limit of visited files and folders. The limit is necessary, because a few links between folders can create an
     * enormous number of paths.
     */
    static final int MAX_VISITED = 500_000;

    private static final FileGlob DEFAULT_EXCLUDES =
            new FileGlob(String.join(",", DirectoryScanner.getDefaultExcludes()));

    /**
     * A file that matches the pattern.
     *
     * @param name  path relative to the workspace, with slashes
     * @param bytes the content of the file; truncated one byte after the size limit of a file; null if the file is a
     *     link to a target outside the workspace
     */
    record FileContent(String name, byte[] bytes) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** @param limitReached whether the search stopped at a limit, so that the list of files may be incomplete */
    record Result(ArrayList<FileContent> files, boolean limitReached) implements Serializable {
        private static final long serialVersionUID = 1L;

        /** In bytes, with the names of the files. */
        long size() {
            return files.stream()
                    .mapToLong(file -> file.name.length() + (file.bytes == null ? 0L : file.bytes.length))
                    .sum();
        }
    }

    WorkspaceFileReader(String pattern) {
        this(pattern, MAX_FILE_BYTES);
    }

    @Override
    public Result invoke(File workspace, VirtualChannel channel) throws IOException {
        Path directory = workspace.toPath();
        if (!Files.isDirectory(directory)) {
            return new Result(new ArrayList<>(), false);
        }
        return read(directory.toRealPath(), new FileGlob(pattern), maxFileBytes, MAX_VISITED);
    }

    /** @param root the real path of the workspace */
    static Result read(Path root, FileGlob glob, int maxVisited) throws IOException {
        return read(root, glob, MAX_FILE_BYTES, maxVisited);
    }

    private static Result read(Path root, FileGlob glob, int maxFileBytes, int maxVisited) throws IOException {
        Search search = new Search(root, glob, maxFileBytes, maxVisited);
        Files.walkFileTree(root, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, search);
        search.found.sort(Comparator.comparing(FileContent::name));
        return new Result(search.found, search.limitReached());
    }

    private static final class Search extends SimpleFileVisitor<Path> {
        private final Path root;
        private final FileGlob glob;
        private final int maxFileBytes;
        private final int maxVisited;
        private final ArrayList<FileContent> found = new ArrayList<>();
        private int visited;
        private long bytes;

        Search(Path root, FileGlob glob, int maxFileBytes, int maxVisited) {
            this.maxFileBytes = maxFileBytes;
            this.root = root;
            this.glob = glob;
            this.maxVisited = maxVisited;
        }

        boolean limitReached() {
            return visited > maxVisited || bytes > MAX_TOTAL_BYTES || found.size() > MAX_FILES;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            if (directory.equals(root)) {
                return FileVisitResult.CONTINUE;
            }
            visited++;
            String path = path(directory);
            boolean entered = glob.couldMatchBelow(path)
                    && !DEFAULT_EXCLUDES.matches(path)
                    && directory.toRealPath().startsWith(root);
            return limitReached()
                    ? FileVisitResult.TERMINATE
                    : entered ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            visited++;
            String path = path(file);
            if (attributes.isRegularFile() && glob.matches(path) && !DEFAULT_EXCLUDES.matches(path)) {
                byte[] content = content(file);
                bytes += content == null ? 0 : content.length;
                found.add(new FileContent(path, content));
            }
            return limitReached() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        /** Skips link cycles, files that were deleted during the search, and folders that this process may not read. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
            if (file.equals(root)) {
                throw problem;
            }
            return FileVisitResult.CONTINUE;
        }

        private String path(Path file) {
            return root.relativize(file).toString().replace('\\', '/');
        }

        private byte[] content(Path file) throws IOException {
            Path real = file.toRealPath();
            if (!real.startsWith(root)) {
                return null;
            }
            try (InputStream content = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
                return content.readNBytes(maxFileBytes + 1);
            }
        }
    }
}
