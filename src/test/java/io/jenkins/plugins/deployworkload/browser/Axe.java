package io.jenkins.plugins.deployworkload.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The accessibility checks of axe-core, see https://github.com/dequelabs/axe-core. */
final class Axe {

    private static final String SCRIPT = read();

    private Axe() {}

    private static String read() {
        try (InputStream stream = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The serious and critical violations inside some elements of a page.
     *
     * @param selector of the elements
     */
    static List<String> violations(BrowserPage page, String selector) throws InterruptedException {
        if (!page.evaluate("typeof axe === 'object'").asBoolean()) {
            page.evaluate(SCRIPT + "; true");
        }
        JsonNode violations = page.evaluate("""
                axe.run({ include: [%s] }, { resultTypes: ["violations"] }).then(({ violations }) =>
                  violations.flatMap(({ id, impact, nodes }) => nodes.map((node) =>
                    ({ id, impact, html: node.html, why: node.failureSummary }))))""".formatted(BrowserPage.quote(selector)));
        List<String> serious = new ArrayList<>();
        for (JsonNode violation : violations) {
            if (List.of("serious", "critical").contains(violation.get("impact").asText())) {
                serious.add(violation.get("id").asText() + ": "
                        + violation.get("html").asText() + ": "
                        + violation.get("why").asText());
            }
        }
        return serious;
    }
}
