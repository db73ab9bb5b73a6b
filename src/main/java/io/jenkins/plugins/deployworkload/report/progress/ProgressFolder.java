package io.jenkins.plugins.deployworkload.report.progress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The stored progress of a build's deploys: for each deploy one small file, and one
 * with its objects, in a folder beside {@code build.xml}. */
final class ProgressFolder {

    private static final Logger LOGGER = Logger.getLogger(ProgressFolder.class.getName());

    private static final String NAME = "deploy-workload";

    private static final String JSON = ".json";

    private static final String YAML = ".yaml";

    /** See {@link DeploymentProgress#id}. */
    private static final Pattern ID = Pattern.compile("\\d{1,19}-[0-9a-f]{8}");

    /** In bytes. The limits of {@link DeploymentProgress} keep each file far below. */
    private static final long MAX_FILE_SIZE = 8 << 20;

    private static final int MAX_FILES = 200;

    /** Limit of the objects of all deploys of a build, in bytes. The objects of further deploys are not kept. */
    static final long MAX_OBJECTS_SIZE = 16 << 20;

    private final Path folder;

    /** @param build the folder of the build */
    ProgressFolder(Path build) {
        folder = build.resolve(NAME);
    }

    boolean exists() {
        return Files.isDirectory(folder);
    }

    /** All readable files, the oldest deploy first; of many files, the newest. */
    List<DeploymentProgress> read() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(JSON))
                    // The names begin with the start time.
                    .sorted(Comparator.reverseOrder())
                    .limit(MAX_FILES)
                    .map(ProgressFolder::read)
                    .filter(Objects::nonNull)
                    .sorted(Comparator.comparingLong(DeploymentProgress::startedAt))
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The progress of the deploys cannot be read", e);
            return List.of();
        }
    }

    private static DeploymentProgress read(Path file) {
        try {
            return DeploymentProgress.fromJson(readBounded(file));
        } catch (IOException | IllegalArgumentException e) {
            LOGGER.log(Level.FINE, e, () -> "The progress " + file + " cannot be read");
            return null;
        }
    }

    private static String readBounded(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_SIZE) {
            throw new IOException("the file is larger than " + MAX_FILE_SIZE + " bytes");
        }
        return Files.readString(file);
    }

    void write(DeploymentProgress progress) throws IOException {
        write(progress.id() + JSON, progress.toJson());
    }

    void writeObjects(DeploymentProgress progress, String yaml) throws IOException {
        String name = progress.id() + YAML;
        if (sizeOfOtherObjects(name) + yaml.getBytes(StandardCharsets.UTF_8).length <= MAX_OBJECTS_SIZE) {
            write(name, yaml);
        }
    }

    /** After a restart of Jenkins, a deploy writes its objects again. */
    private long sizeOfOtherObjects(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(YAML) && !file.endsWith(name))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder);
        Path written = Files.createTempFile(folder, "progress", ".tmp");
        try {
            Files.writeString(written, text, StandardCharsets.UTF_8);
            Files.move(written, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    boolean hasObjects(String id) {
        return isId(id) && Files.isRegularFile(folder.resolve(id + YAML));
    }

    /** The stored objects of a deploy; {@code null} if there are none. */
    String readObjects(String id) {
        if (!hasObjects(id)) {
            return null;
        }
        try {
            return readBounded(folder.resolve(id + YAML));
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "The objects of the deploy " + id + " cannot be read");
            return null;
        }
    }

    /** The ID comes from a request, and must not lead out of the folder. */
    private static boolean isId(String id) {
        return id != null && ID.matcher(id).matches();
    }
}
