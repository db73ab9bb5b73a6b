package io.jenkins.plugins.deployworkload.manifest.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Puts files of the workspace into a ConfigMap, as {@code kubectl create configmap --from-file} does: the key is the name
 * of the file without its folders, and a file that is not UTF-8 becomes binary data.
 */
final class ConfigFiles {

    private final String path;
    private final ObjectNode configMap;
    private final Problems problems;

    /**
     * @param path the path of the ConfigMap in the workload
     * @param configMap the ConfigMap of the description
     */
    ConfigFiles(String path, ObjectNode configMap, Problems problems) {
        this.path = path;
        this.configMap = configMap;
        this.problems = problems;
    }

    void read(String pattern, ReferencedFiles.FileSource source) {
        configMap.remove("files");
        try {
            List<ReferencedFiles.DataFile> files = source.matchingData(pattern);
            if (files.isEmpty()) {
                problems.add(path + ".files", Messages.ReferencedFiles_noMatch(pattern));
            }
            files.forEach(this::add);
        } catch (InvalidDescriptionException e) {
            problems.addAll(e.problems());
        }
    }

    private void add(ReferencedFiles.DataFile file) {
        String key = file.name().substring(file.name().lastIndexOf('/') + 1);
        Optional<String> invalid = TextRule.DATA_KEY.problem(key);
        if (invalid.isPresent()) {
            problems.add(path + ".files", Messages.ConfigFiles_invalidKey(file.name(), invalid.get()));
        } else if (configMap.path("data").has(key)
                || configMap.path("binaryData").has(key)) {
            problems.add(path + ".files", Messages.ConfigFiles_duplicateKey(file.name(), key));
        } else {
            text(file.content())
                    .ifPresentOrElse(
                            text -> configMap.withObject("/data").put(key, text),
                            () -> configMap
                                    .withObject("/binaryData")
                                    .put(key, Base64.getEncoder().encodeToString(file.content())));
        }
    }

    private static Optional<String> text(byte[] content) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
