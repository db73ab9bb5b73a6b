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
 * Finds and reads the build tools' outputs in a directory, such as a workspace. The code runs on the machine that has
 * the directory, often an agent. Therefore the findings are serializable.
 *
 * <p>Links are not followed, because a checked-out repository is not trusted. The first exception is the link
 * {@code bazel-bin} directly in the directory, which bazel creates: it is followed for outputs of rules_oci. The second
 * exception are links in a path that the user specified without {@code *} and {@code ?}. The findings of a file outside
 * of the directory contain only references and digests, and never quote the file.
 */
public final class ImageDirectory {

    private static final Set<String> SKIPPED_DIRECTORIES = Set.of(".git", ".svn", "node_modules", ".gradle", ".m2");
    private static final String BAZEL_BIN = "bazel-bin";
    /** This folder is skipped, because bazel stores external dependencies in it, such as base images. */
    private static final Set<String> SKIPPED_BAZEL_DIRECTORIES = Set.of("external");

    private ImageDirectory() {}

    /**
     * Reads all files with the usual names of build tools' outputs.
     *
     * @throws UnreadableOutputException if the number of files exceeds a limit
     */
    public static Findings discover(Path directory) throws IOException, UnreadableOutputException {
        return discover(directory, OutputFileFinder.Limits.DEFAULT);
    }

    static Findings discover(Path directory, OutputFileFinder.Limits limits)
            throws IOException, UnreadableOutputException {
        Path root = directory.toRealPath();
        OutputFileFinder finder = new OutputFileFinder(limits);
        finder.search(
                root,
                "",
                false,
                SKIPPED_DIRECTORIES,
                path -> ImageFiles.toolOf(path).isPresent());
        Path bazel = bazelBin(root);
        if (bazel != null) {
            finder.search(
                    bazel,
                    BAZEL_BIN + "/",
                    !bazel.startsWith(root),
                    SKIPPED_BAZEL_DIRECTORIES,
                    path -> ImageFiles.toolOf(path)
                            .filter(Tool.RULES_OCI::equals)
                            .isPresent());
        }
        Findings found = Findings.NONE;
        for (OutputFile file : finder.files()) {
            try (InputStream content = file.open()) {
                found = found.plus(withoutContent(file, ImageFiles.discover(file.path(), content)));
            } catch (IOException e) {
                found = found.plus(new RejectedOutput(null, file.path(), Messages._ImageDirectory_cannotOpen()));
            }
        }
        return found;
    }

    /**
     * Reads the files that the user specified.
     *
     * @param pattern relative paths or Ant patterns, separated by commas
     * @param tool    the tool that wrote the files; {@code null} to derive the tool from the file names
     * @return {@link Findings#NONE} if no file matches
     * @throws UnreadableOutputException if a file does not have the format of its tool, or the number of files exceeds
     *     a limit
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
        OutputFileFinder finder = new OutputFileFinder(limits);
        if (glob.needsSearchIn(null)) {
            finder.search(root, "", false, Set.of(), glob::matches);
        }
        Path bazel = glob.needsSearchIn(BAZEL_BIN) ? bazelBin(root) : null;
        if (bazel != null) {
            finder.search(bazel, BAZEL_BIN + "/", !bazel.startsWith(root), Set.of(), glob::matches);
        }
        finder.files().forEach(file -> add(files, file));
        for (OutputFile file : Map.copyOf(files).values()) {
            ImageFiles.companionFile(file.path(), tool).ifPresent(companion -> add(files, resolve(root, companion)));
        }
        Findings found = Findings.NONE;
        for (OutputFile file : files.values()) {
            try (InputStream content = file.open()) {
                found = found.plus(withoutContent(file, ImageFiles.read(file.path(), content, tool)));
            } catch (UnreadableOutputException e) {
                throw file.outside()
                        ? new UnreadableOutputException(Messages._ImageDirectory_outsideDirectory(file.path()))
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

    /** Resolves a relative path and follows links; {@code null} if the file does not exist. */
    private static OutputFile resolve(Path root, String path) {
        try {
            Path file = root.resolve(path).normalize();
            Path real = file.startsWith(root) ? file.toRealPath() : null;
            return real != null && Files.isRegularFile(real)
                    ? new OutputFile(real, root.relativize(file).toString().replace('\\', '/'), !real.startsWith(root))
                    : null;
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    /** The target of the link {@code bazel-bin}; {@code null} if there is no such link. */
    private static Path bazelBin(Path root) {
        Path link = root.resolve(BAZEL_BIN);
        try {
            return Files.isSymbolicLink(link) && Files.isDirectory(link) ? link.toRealPath() : null;
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * If the file is outside of the directory, replaces the reasons of rejected findings, because the reasons quote the
     * file.
     */
    private static Findings withoutContent(OutputFile file, Findings found) {
        return file.outside()
                ? found.withReasons(rejected -> Messages._ImageDirectory_outsideDirectory(file.path()))
                : found;
    }
}
