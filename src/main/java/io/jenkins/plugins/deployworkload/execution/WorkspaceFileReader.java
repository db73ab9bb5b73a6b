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

/**
 * Finds and reads files of a workspace, on its agent. Links are followed as long as they stay in the workspace: what a checked
 * out repository points to outside of it is none of its own, and a description's mistakes are quoted in the log.
 *
 * @param pattern as Ant has it; what Ant leaves out unasked is left out here too
 */
record WorkspaceFileReader(String pattern) implements ControllerToAgentFileCallable<WorkspaceFileReader.Result> {

    private static final long serialVersionUID = 1L;

    /** Of one file, in bytes. */
    static final int MAX_FILE_BYTES = YamlReader.MAX_CHARACTERS;

    /** Of all files together, in bytes. */
    static final int MAX_TOTAL_BYTES = 16 << 20;

    /** How many files and folders are looked at: links can make few of them look like any number. */
    static final int MAX_VISITED = 500_000;

    private static final FileGlob DEFAULT_EXCLUDES =
            new FileGlob("**/*~,**/#*#,**/.#*,**/%*%,**/._*,**/CVS/,**/.cvsignore,"
                    + "**/SCCS/,**/vssver.scc,**/.svn/,**/.git/,**/.gitattributes,**/.gitignore,**/.gitmodules,**/.hg/,"
                    + "**/.hgignore,**/.hgsub,**/.hgsubstate,**/.hgtags,**/.bzr/,**/.bzrignore,**/.DS_Store");

    /**
     * A file that was found.
     *
     * @param name  below the workspace, with slashes
     * @param bytes null if it is in truth outside of the workspace; one more than {@link #MAX_FILE_BYTES} if there are more
     */
    record FileContent(String name, byte[] bytes) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** @param limitReached whether a limit was reached, so that there may be more files */
    record Result(ArrayList<FileContent> files, boolean limitReached) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public Result invoke(File workspace, VirtualChannel channel) throws IOException {
        Path directory = workspace.toPath();
        if (!Files.isDirectory(directory)) {
            return new Result(new ArrayList<>(), false);
        }
        return read(directory.toRealPath(), new FileGlob(pattern), MAX_VISITED);
    }

    /** @param root the real path of the workspace */
    static Result read(Path root, FileGlob wanted, int maxVisited) throws IOException {
        Search search = new Search(root, wanted, maxVisited);
        Files.walkFileTree(root, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, search);
        search.found.sort(Comparator.comparing(FileContent::name));
        return new Result(search.found, search.limitReached());
    }

    private static final class Search extends SimpleFileVisitor<Path> {
        private final Path root;
        private final FileGlob wanted;
        private final int maxVisited;
        private final ArrayList<FileContent> found = new ArrayList<>();
        private int visited;
        private long bytes;

        Search(Path root, FileGlob wanted, int maxVisited) {
            this.root = root;
            this.wanted = wanted;
            this.maxVisited = maxVisited;
        }

        boolean limitReached() {
            return visited > maxVisited || bytes > MAX_TOTAL_BYTES;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            if (directory.equals(root)) {
                return FileVisitResult.CONTINUE;
            }
            visited++;
            String path = path(directory);
            boolean entered = wanted.couldMatchBelow(path)
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
            if (attributes.isRegularFile() && wanted.matches(path) && !DEFAULT_EXCLUDES.matches(path)) {
                byte[] content = content(file);
                bytes += content == null ? 0 : content.length;
                found.add(new FileContent(path, content));
            }
            return limitReached() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        /** What leads in a circle, was deleted meanwhile, or may not be entered, holds no description. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
            if (file.equals(root)) {
                throw problem;
            }
            return FileVisitResult.CONTINUE;
        }

        private String path(Path below) {
            return root.relativize(below).toString().replace('\\', '/');
        }

        private byte[] content(Path file) throws IOException {
            Path real = file.toRealPath();
            if (!real.startsWith(root)) {
                return null;
            }
            try (InputStream content = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
                return content.readNBytes(MAX_FILE_BYTES + 1);
            }
        }
    }
}
