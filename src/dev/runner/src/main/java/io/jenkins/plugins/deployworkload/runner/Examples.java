package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterModel;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterType;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** For each section, the fullest one that the documented examples hold. */
final class Examples {

    private final Map<Class<?>, Section> largest = new HashMap<>();

    static Examples read(Path folder) throws IOException, CommandException {
        Examples examples = new Examples();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            try {
                YamlReader.read(Files.readString(file), file.toString(), Workload.class)
                        .forEach(examples::take);
            } catch (InvalidDescriptionException e) {
                throw new CommandException(ExitCode.INVALID_INPUT, e.getMessage());
            }
        }
        return examples;
    }

    Optional<Section> of(Class<? extends Section> type) {
        return Optional.ofNullable(largest.get(type));
    }

    private void take(Section section) {
        largest.merge(section.getClass(), section, (a, b) -> size(b) > size(a) ? b : a);
        for (ParameterModel property : SectionModel.of(section.getClass()).parameters()) {
            take(property.type(), property.get(section));
        }
    }

    private void take(ParameterType kind, Object value) {
        if (value instanceof Section section) {
            take(section);
        } else if (kind instanceof ParameterType.ArrayType many && value instanceof List<?> list) {
            list.forEach(element -> take(many.elementType(), element));
        }
    }

    private static int size(Section section) {
        return TreeWriter.toTree(section).toString().length();
    }
}
