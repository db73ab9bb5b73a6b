package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Kind;
import io.jenkins.plugins.deployworkload.workload.binding.Property;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Shape;
import io.jenkins.plugins.deployworkload.workload.binding.Tree;
import io.jenkins.plugins.deployworkload.workload.binding.YamlFile;
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

    private final Map<Class<?>, Section> fullest = new HashMap<>();

    static Examples read(Path folder) throws IOException, Refusal {
        Examples examples = new Examples();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            try {
                YamlFile.read(Files.readString(file), file.toString(), Workload.class)
                        .forEach(examples::take);
            } catch (InvalidDescriptionException e) {
                throw new Refusal(Exit.BAD_INPUT, e.getMessage());
            }
        }
        return examples;
    }

    Optional<Section> of(Class<? extends Section> type) {
        return Optional.ofNullable(fullest.get(type));
    }

    private void take(Section section) {
        fullest.merge(section.getClass(), section, (a, b) -> size(b) > size(a) ? b : a);
        for (Property property : Shape.of(section.getClass()).properties()) {
            take(property.kind(), property.get(section));
        }
    }

    private void take(Kind kind, Object value) {
        if (value instanceof Section section) {
            take(section);
        } else if (kind instanceof Kind.Many many && value instanceof List<?> list) {
            list.forEach(element -> take(many.element(), element));
        }
    }

    private static int size(Section section) {
        return Tree.of(section).toString().length();
    }
}
