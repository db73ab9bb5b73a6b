package io.jenkins.plugins.deployworkload.workload.binding;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Yaml;
import java.util.List;
import java.util.Optional;

/** The value of a property with {@link Yaml}. */
public final class YamlText {

    private YamlText() {}

    /** Writes a value as a text. The text is JSON, which is a subset of YAML. */
    public static String write(JsonNode value) {
        return PlainScalar.typed(value).toPrettyString();
    }

    /** Reads the value of a valid text; empty if the text is not valid. */
    public static Optional<JsonNode> read(String text) {
        try {
            List<YamlDocument> documents = YamlReader.documents(text, "", Variables.LITERAL);
            return documents.size() == 1 ? Optional.of(documents.getFirst().typedTree()) : Optional.empty();
        } catch (InvalidDescriptionException e) {
            return Optional.empty();
        }
    }

    /** Why a text is not the YAML of one value; empty if it is. */
    static Optional<String> problem(String text) {
        try {
            int documents = YamlReader.documents(text, "", Variables.LITERAL).size();
            return documents == 1
                    ? Optional.empty()
                    : Optional.of(Messages.YamlText_NotOneDocument(Integer.toString(documents)));
        } catch (InvalidDescriptionException e) {
            Problem first = e.problems().getFirst();
            String[] place = first.location().split(":");
            return Optional.of(
                    place.length == 2
                            ? Messages.YamlText_InLine(place[0], place[1], first.message())
                            : first.message());
        }
    }
}
