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

/** The largest example of each section type in {@code docs/examples}. */
final class Examples {

    private final Map<Class<?>, Section> largest = new HashMap<>();

    static Examples read(Path folder) throws IOException, CommandException {
        Examples examples = new Examples();
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            try {
                YamlReader.read(Files.readString(file), file.toString(), Workload.class)
                        .forEach(examples::collect);
            } catch (InvalidDescriptionException e) {
                throw new CommandException(ExitCode.INVALID_INPUT, e.getMessage());
            }
        }
        return examples;
    }

    Optional<Section> of(Class<? extends Section> type) {
        return Optional.ofNullable(largest.get(type));
    }

    private void collect(Section section) {
        largest.merge(section.getClass(), section, (a, b) -> size(b) > size(a) ? b : a);
        for (ParameterModel parameter : SectionModel.of(section.getClass()).parameters()) {
            collect(parameter.type(), parameter.get(section));
        }
    }

    private void collect(ParameterType type, Object value) {
        if (value instanceof Section section) {
            collect(section);
        } else if (type instanceof ParameterType.ArrayType array && value instanceof List<?> list) {
            list.forEach(element -> collect(array.elementType(), element));
        }
    }

    private static int size(Section section) {
        return TreeWriter.toTree(section).toString().length();
    }
}
