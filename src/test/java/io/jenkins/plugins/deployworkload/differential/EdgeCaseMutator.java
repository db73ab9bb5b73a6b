package io.jenkins.plugins.deployworkload.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Replaces one random scalar of a tree with a value that is an edge case of a rule. */
final class EdgeCaseMutator {

    // The list omits control characters, because their encoding in requests is not part of the validation. The list
    // also omits CPU quantities below a thousandth, because the API server rounds such quantities up.
    private static final List<String> VALUES = List.of(
            "",
            " ",
            "-",
            ".",
            "..",
            "/",
            "//",
            "a/",
            "/a",
            "a//b",
            "a/../b",
            "...",
            "..a",
            "a:b",
            "a b",
            "a\tb",
            "a\nb",
            "A",
            "a_b",
            "a.b",
            "a-",
            "-a",
            "a--b",
            "0",
            "-0",
            "00",
            "1",
            "-1",
            "1.5",
            "2147483647",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "1e3",
            "1E",
            "1e30",
            "1n",
            "0.5",
            "1Ki",
            "100%",
            "101%",
            "%",
            "99999999999%",
            "000000001",
            "true",
            "null",
            "주",
            "😀",
            "\u200b",
            "\ufeff",
            "$(A)",
            "$$",
            "=",
            "a=b",
            "CAP_X",
            "cap_x",
            "@daily",
            "@every 1s",
            "@every -1s",
            "@every 1.5h",
            "* * * * *",
            "* * * * * *",
            "*/60 * * * *",
            "1,2,3 * * * *",
            "1-5/2 * * * *",
            "* * 31 2 *",
            "* * * JAN SUN",
            "Local",
            "UTC",
            "EST",
            "GMT0",
            "127.0.0.1",
            "::1",
            "256.0.0.1",
            "a".repeat(16),
            "a".repeat(63),
            "a".repeat(64),
            "a".repeat(253),
            "a".repeat(254),
            "a".repeat(5000),
            "a/b/c",
            "example.com/a",
            "Example.com/a",
            "metadata.labels['']",
            "metadata.labels['a b']",
            "metadata.annotations['A.b/C']",
            "limits.hugepages-x");

    private EdgeCaseMutator() {}

    /** @return the path and the new value */
    static String mutate(JsonNode tree, Random random) {
        List<Runnable> changes = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        String value = VALUES.get(random.nextInt(VALUES.size()));
        collect(tree, "", value, paths, changes);
        int chosen = random.nextInt(changes.size());
        changes.get(chosen).run();
        return paths.get(chosen) + " = \"" + value.substring(0, Math.min(40, value.length())) + "\"";
    }

    private static void collect(JsonNode node, String path, String value, List<String> paths, List<Runnable> changes) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                if (field.getValue().isValueNode()) {
                    paths.add(path + "." + field.getKey());
                    changes.add(() -> object.put(field.getKey(), value));
                } else {
                    collect(field.getValue(), path + "." + field.getKey(), value, paths, changes);
                }
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int at = i;
                if (array.get(i).isValueNode()) {
                    paths.add(path + "[]");
                    changes.add(() -> array.set(at, TextNode.valueOf(value)));
                } else {
                    collect(array.get(i), path + "[]", value, paths, changes);
                }
            }
        }
    }
}
