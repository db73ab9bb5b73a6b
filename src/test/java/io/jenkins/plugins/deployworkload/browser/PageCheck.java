package io.jenkins.plugins.deployworkload.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks the parts of a loaded page that come from this plugin, in both themes and in a narrow and a wide window. */
final class PageCheck {

    /** In CSS pixels: a telephone and a small notebook. */
    static final List<Integer> WIDTHS = List.of(400, 1280);

    /** The widths in which barriers are looked for. */
    private static final Map<Theme, Integer> AXE_WIDTHS = Map.of(Theme.LIGHT, 1280, Theme.DARK, 400);

    /** Names, kinds and reasons of Kubernetes, and words that Korean texts keep. */
    private static final Pattern SAME_IN_KOREAN = Pattern.compile("page-[a-z0-9-]+|nginx:\\S+|prod|default"
            + "|absent-namespace|\\bapp\\b|Deployment|ReplicaSet|\\bPod\\b|YAML"
            + "|Running|Pending|ContainerCreating|Terminating|InvalidImageName|Unschedulable");

    private static final Pattern ENGLISH = Pattern.compile("[A-Za-z]{2,}");

    /** Parts whose text the deploy has stored in the language of the controller, and parts with code. */
    private static final String STORED = "code, pre, svg, script, style, .deploy-workload-message,"
            + " .deploy-workload-entry--finding, .deploy-workload-status";

    private final List<String> problems = new ArrayList<>();
    private final BrowserPage page;
    private final String selector;

    private PageCheck(BrowserPage page, String selector) {
        this.page = page;
        this.selector = selector;
    }

    /**
     * @param selector the parts of the page that come from this plugin
     * @param expected texts that these parts contain
     */
    static List<String> problems(BrowserPage page, String selector, Language language, List<String> expected)
            throws InterruptedException {
        PageCheck check = new PageCheck(page, selector);
        check.checkText(expected);
        if (language == Language.KOREAN) {
            check.checkKorean();
        }
        for (Theme theme : Theme.values()) {
            page.setTheme(theme);
            for (int width : WIDTHS) {
                page.setWidth(width);
                String view = theme + " " + width + ": ";
                check.overflowing().forEach(part -> check.problems.add(view + "wider than the window: " + part));
                // Colors depend on the theme, and regions that scroll on the width.
                if (width == AXE_WIDTHS.get(theme)) {
                    Axe.violations(page, selector).forEach(violation -> check.problems.add(view + violation));
                }
            }
        }
        page.errors().forEach(error -> check.problems.add("reported by the browser: " + error));
        return check.problems;
    }

    private void checkText(List<String> expected) throws InterruptedException {
        // Text can break at any space.
        String text = page.text(selector).replaceAll("\\s+", " ");
        expected.stream()
                .filter(words -> !text.contains(words))
                .forEach(words -> problems.add("no text \"" + words + "\" in: " + text));
    }

    private void checkKorean() throws InterruptedException {
        JsonNode texts = page.evaluate("""
                Array.from(document.querySelectorAll(%s)).flatMap((root) => {
                  const texts = [];
                  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
                  while (walker.nextNode()) {
                    if (!walker.currentNode.parentElement.closest(%s)) {
                      texts.push(walker.currentNode.data);
                    }
                  }
                  root.querySelectorAll("[aria-label], [title], button, input").forEach((element) =>
                    texts.push(element.getAttribute("aria-label"), element.getAttribute("title")));
                  return texts.filter(Boolean);
                })""".formatted(BrowserPage.quote(selector), BrowserPage.quote(STORED)));
        for (JsonNode text : texts) {
            if (ENGLISH.matcher(SAME_IN_KOREAN.matcher(text.asText()).replaceAll(""))
                    .find()) {
                problems.add("English in a Korean page: " + text.asText().strip());
            }
        }
    }

    /** The parts that stand out of the window, and cannot be scrolled into it beside the others. */
    private List<String> overflowing() throws InterruptedException {
        JsonNode parts = page.evaluate("""
                Array.from(document.querySelectorAll(%s)).flatMap((root) =>
                  [root, ...root.querySelectorAll("*")].filter((element) => {
                    const { width, right } = element.getBoundingClientRect();
                    if (width <= 1 || right <= window.innerWidth + 1) {
                      return false;
                    }
                    for (let parent = element; parent !== root; parent = parent.parentElement) {
                      if (parent !== element && ["auto", "scroll"].includes(getComputedStyle(parent).overflowX)) {
                        return false;
                      }
                    }
                    return true;
                  }).map((element) => element.outerHTML.slice(0, 200)))""".formatted(BrowserPage.quote(selector)));
        List<String> found = new ArrayList<>();
        parts.forEach(part -> found.add(part.asText()));
        return found;
    }
}
