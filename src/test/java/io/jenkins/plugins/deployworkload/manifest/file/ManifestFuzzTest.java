package io.jenkins.plugins.deployworkload.manifest.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.manifest.objects.PatchFiles;
import io.jenkins.plugins.deployworkload.manifest.objects.ReferencedFiles.YamlFile;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Mutated manifest files are read, or refused with a place. The property {@code fuzz.manifests} is the number of files.
 */
class ManifestFuzzTest {

    private static final int FILES = Integer.getInteger("fuzz.manifests", 2000);

    private static final String SEED = """
            apiVersion: v1
            kind: List
            items:
              - apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop, labels: {app: web}, uid: "1"}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers: &all
                        - name: app
                          image: "shop/web:${TAG}"
                          env: [{name: A, value: "{{ x }}"}]
                          ports: [{containerPort: 8080}]
                      initContainers: *all
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: key}
            data: {a: YQ==}
            stringData: {b: |
                text}
            ---
            apiVersion: example.com/v1
            kind: Shop
            metadata:
              name: shop
            spec: {size: 1.5, open: yes, mode: 0644, empty: null}
            """;

    private static final String[] PIECES = {
        "{{ .Values.x }}",
        "{{",
        "}}",
        "{",
        "}",
        "[",
        "]",
        ":",
        ": ",
        "- ",
        "\n",
        "\n---\n",
        "&a ",
        "*a",
        "*all",
        "!!int ",
        "\"",
        "'",
        "null",
        "~",
        "0x",
        "1e999",
        "kind: List",
        "items:",
        "metadata: ",
        "name: ",
        "generateName: a",
        "\t",
        "\uFEFF",
        "\u0000",
        "\uD800",
        "\uD83D\uDE00",
        "|",
        ">",
        "%YAML 1.1\n",
        "? ",
        "<<: *all",
        "#",
        "${",
        "${TAG}",
        "status: {a: b}",
        "/",
        "..",
        "deploy-workload.jenkins.io/name: x",
        "999999999999999999999",
        "[[[[[[[[["
    };

    @Test
    void mutatedFilesAreReadOrRefusedWithAPlace() {
        Random random = new Random(20261128);
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            String text = mutate(random);
            try {
                Manifests read =
                        ManifestReader.read(List.of(new YamlFile("fuzz.yaml", text)), Variables.of(Map.of("TAG", "1")));
                ManifestRenderer.render(read, List.of(), PatchFiles.NONE, "shop");
            } catch (InvalidDescriptionException e) {
                refused++;
                assertThat(e.problems())
                        .as(text)
                        .extracting(Problem::location)
                        .allMatch(location -> location.startsWith("fuzz.yaml"));
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("file " + i + ":\n" + text, e);
            }
        }
        assertThat(refused).isBetween(FILES / 10, FILES);
    }

    private static String mutate(Random random) {
        StringBuilder text = new StringBuilder(SEED);
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> text.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
                default -> text.insert(random.nextInt(text.length()), text.substring(at, end));
            }
        }
        return text.toString();
    }
}
