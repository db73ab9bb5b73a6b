package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.image.FileGlob;
import io.jenkins.plugins.deployworkload.manifest.objects.ReferencedFiles;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.config.ConfigMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that workloads name, such as patches.
 *
 * @param folder takes the place of the workspace
 */
record LocalFiles(Path folder) implements ReferencedFiles.FileSource {

    private interface FileReader<T> {
        T read(String name, Path path) throws InvalidDescriptionException;
    }

    @Override
    public List<ReferencedFiles.YamlFile> matching(String pattern) throws InvalidDescriptionException {
        return readAll(pattern, (name, path) -> new ReferencedFiles.YamlFile(name, read(path)));
    }

    @Override
    public List<ReferencedFiles.DataFile> matchingData(String pattern) throws InvalidDescriptionException {
        return readAll(pattern, (name, path) -> new ReferencedFiles.DataFile(name, readBytes(path)));
    }

    private <T> List<T> readAll(String pattern, FileReader<T> reader) throws InvalidDescriptionException {
        FileGlob glob = new FileGlob(pattern);
        List<T> files = new ArrayList<>();
        for (Path path : paths(pattern)) {
            String name = folder.relativize(path).toString().replace('\\', '/');
            if (glob.matches(name)) {
                files.add(reader.read(name, path));
            }
        }
        return files;
    }

    /** All regular files below the folder in which the wildcards of the pattern begin. */
    private List<Path> paths(String pattern) {
        Path start = folder;
        for (String name : pattern.split("/")) {
            if (name.contains("*") || name.contains("?") || name.contains(",")) {
                break;
            }
            start = start.resolve(name);
        }
        if (!Files.exists(start)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(start.normalize())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] readBytes(Path path) throws InvalidDescriptionException {
        try {
            if (Files.size(path) > ConfigMap.MAX_BYTES) {
                throw new InvalidDescriptionException(List.of(
                        new Problem("", path + ": is too large; the limit is " + ConfigMap.MAX_BYTES + " bytes")));
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new InvalidDescriptionException(List.of(new Problem("", path + ": cannot be read")));
        }
    }

    private static String read(Path path) throws InvalidDescriptionException {
        try {
            return FileOptions.readText(path);
        } catch (CommandException e) {
            throw new InvalidDescriptionException(List.of(new Problem("", e.getMessage())));
        }
    }
}
