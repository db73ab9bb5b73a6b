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
import java.util.stream.Stream;

/** The stored progress of a build's deploys: one small file for each deploy, in a folder beside {@code build.xml}. */
final class ProgressFolder {

    private static final Logger LOGGER = Logger.getLogger(ProgressFolder.class.getName());

    private static final String NAME = "deploy-workload";

    /** In bytes. The limits of {@link DeploymentProgress} keep each file far below. */
    private static final long MAX_FILE_SIZE = 8 << 20;

    private static final int MAX_FILES = 200;

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
            return files.filter(file -> file.toString().endsWith(".json"))
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
            if (Files.size(file) > MAX_FILE_SIZE) {
                throw new IOException("the file is larger than " + MAX_FILE_SIZE + " bytes");
            }
            return DeploymentProgress.fromJson(Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            LOGGER.log(Level.FINE, e, () -> "The progress " + file + " cannot be read");
            return null;
        }
    }

    void write(DeploymentProgress progress) throws IOException {
        Files.createDirectories(folder);
        Path written = Files.createTempFile(folder, "progress", ".tmp");
        try {
            Files.writeString(written, progress.toJson(), StandardCharsets.UTF_8);
            Files.move(written, folder.resolve(fileName(progress)), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** The hash keeps the file name short: a name in Kubernetes can have 253 characters. */
    private static String fileName(DeploymentProgress progress) {
        int hash = Objects.hash(progress.cluster(), progress.namespace(), progress.workload());
        return "%d-%08x.json".formatted(progress.startedAt(), hash);
    }
}
