package io.jenkins.plugins.deployworkload.image.search;

import io.jenkins.plugins.deployworkload.image.FileGlob;
import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.file.ImageFiles;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.RejectedOutput;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds and reads the outputs in a directory, such as a workspace. Runs where the directory is; what it gives can be sent.
 *
 * <p>Links are not followed, so that a link in a checked out repository leads nowhere. Two are: {@code bazel-bin} in the
 * directory itself, which bazel makes a link, for rules_oci's outputs alone; and those on a path that somebody wrote out, without
 * {@code *} and {@code ?}. Of a file outside of the directory no more than references and digests come back: it is never quoted.
 */
public final class ImageDirectory {

    private static final Set<String> SKIPPED_DIRECTORIES = Set.of(".git", ".svn", "node_modules", ".gradle", ".m2");
    private static final String BAZEL_BIN = "bazel-bin";
    /** Where bazel keeps what others built, such as base images. */
    private static final Set<String> SKIPPED_BAZEL_DIRECTORIES = Set.of("external");

    private ImageDirectory() {}

    /**
     * All files whose name a tool gives them.
     *
     * @throws UnreadableOutputException if there are too many files to look at all
     */
    public static Findings discover(Path directory) throws IOException, UnreadableOutputException {
        return discover(directory, OutputFileFinder.Limits.DEFAULT);
    }

    static Findings discover(Path directory, OutputFileFinder.Limits limits)
            throws IOException, UnreadableOutputException {
        Path root = directory.toRealPath();
        OutputFileFinder walk = new OutputFileFinder(limits);
        walk.search(
                root,
                "",
                false,
                SKIPPED_DIRECTORIES,
                path -> ImageFiles.toolOf(path).isPresent());
        Path bazel = bazel(root);
        if (bazel != null) {
            walk.search(
                    bazel,
                    BAZEL_BIN + "/",
                    !bazel.startsWith(root),
                    SKIPPED_BAZEL_DIRECTORIES,
                    path -> ImageFiles.toolOf(path)
                            .filter(Tool.RULES_OCI::equals)
                            .isPresent());
        }
        Findings found = Findings.NONE;
        for (OutputFile file : walk.files()) {
            try (InputStream content = file.open()) {
                found = found.plus(withoutContent(file, ImageFiles.discover(file.path(), content)));
            } catch (IOException e) {
                found = found.plus(new RejectedOutput(null, file.path(), Messages._Output_notOpened()));
            }
        }
        return found;
    }

    /**
     * The files that somebody named.
     *
     * @param pattern a relative path, or Ant patterns with commas between them
     * @param tool    that wrote them; {@code null} if their names say so
     * @return {@link Findings#NONE} if there is no such file
     * @throws UnreadableOutputException if one is not what its tool writes, or there are too many files to look at all
     */
    public static Findings read(Path directory, String pattern, Tool tool)
            throws IOException, UnreadableOutputException {
        return read(directory, pattern, tool, OutputFileFinder.Limits.DEFAULT);
    }

    static Findings read(Path directory, String pattern, Tool tool, OutputFileFinder.Limits limits)
            throws IOException, UnreadableOutputException {
        Path root = directory.toRealPath();
        FileGlob glob = new FileGlob(pattern);
        Map<String, OutputFile> files = new LinkedHashMap<>();
        for (String path : glob.literalPaths()) {
            add(files, resolve(root, path));
        }
        OutputFileFinder walk = new OutputFileFinder(limits);
        if (glob.needsSearchIn(null)) {
            walk.search(root, "", false, Set.of(), glob::matches);
        }
        Path bazel = glob.needsSearchIn(BAZEL_BIN) ? bazel(root) : null;
        if (bazel != null) {
            walk.search(bazel, BAZEL_BIN + "/", !bazel.startsWith(root), Set.of(), glob::matches);
        }
        walk.files().forEach(file -> add(files, file));
        for (OutputFile file : Map.copyOf(files).values()) {
            ImageFiles.companionFile(file.path(), tool).ifPresent(beside -> add(files, resolve(root, beside)));
        }
        Findings found = Findings.NONE;
        for (OutputFile file : files.values()) {
            try (InputStream content = file.open()) {
                found = found.plus(withoutContent(file, ImageFiles.read(file.path(), content, tool)));
            } catch (UnreadableOutputException e) {
                throw file.outside()
                        ? new UnreadableOutputException(Messages._Output_outsideDirectory(file.path()))
                        : e;
            }
        }
        return found;
    }

    private static void add(Map<String, OutputFile> files, OutputFile file) {
        if (file != null) {
            files.putIfAbsent(file.path(), file);
        }
    }

    /** The file of a path below the directory, over links; {@code null} if there is none. */
    private static OutputFile resolve(Path root, String path) {
        try {
            Path named = root.resolve(path).normalize();
            Path real = named.startsWith(root) ? named.toRealPath() : null;
            return real != null && Files.isRegularFile(real)
                    ? new OutputFile(real, root.relativize(named).toString().replace('\\', '/'), !real.startsWith(root))
                    : null;
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    private static Path bazel(Path root) {
        Path link = root.resolve(BAZEL_BIN);
        try {
            return Files.isSymbolicLink(link) && Files.isDirectory(link) ? link.toRealPath() : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Reasons quote what cannot be used. */
    private static Findings withoutContent(OutputFile file, Findings found) {
        return file.outside() ? found.withReasons(unusable -> Messages._Output_outsideDirectory(file.path())) : found;
    }
}
