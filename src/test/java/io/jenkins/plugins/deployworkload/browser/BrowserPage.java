package io.jenkins.plugins.deployworkload.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A page of the browser. It collects the errors that the browser reports: of scripts, of requests, and of the page's CSP. */
final class BrowserPage implements AutoCloseable {

    private static final int HEIGHT = 900;

    private static final long LOAD_SECONDS = 60;

    private final BlockingQueue<String> loads = new LinkedBlockingQueue<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final DevTools tools;

    BrowserPage(HttpClient client, URI address) throws InterruptedException {
        tools = new DevTools(client, address, this::onEvent);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            tools.call(domain + ".enable");
        }
    }

    private void onEvent(JsonNode event) {
        JsonNode params = event.get("params");
        switch (event.get("method").asText()) {
            case "Page.loadEventFired" -> loads.add("");
            case "Runtime.exceptionThrown" ->
                errors.add(params.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> {
                if (params.get("type").asText().equals("error")) {
                    errors.add(params.get("args").toString());
                }
            }
            case "Log.entryAdded" -> {
                JsonNode entry = params.get("entry");
                // A policy that is only reported is no error for the browser.
                if (entry.get("level").asText().equals("error")
                        || entry.get("source").asText().equals("security")) {
                    errors.add(
                            entry.get("text").asText() + " " + entry.path("url").asText());
                }
            }
            default -> {}
        }
    }

    /** @param language as in the header Accept-Language */
    void setLanguage(String language) throws InterruptedException {
        tools.call("Network.setExtraHTTPHeaders", "headers", Map.of("Accept-Language", language));
    }

    /** @param width of the window, in CSS pixels */
    void setWidth(int width) throws InterruptedException {
        tools.call(
                "Emulation.setDeviceMetricsOverride",
                "width",
                width,
                "height",
                HEIGHT,
                "deviceScaleFactor",
                1,
                "mobile",
                false);
    }

    /** Changes the colors of the loaded page. */
    void setTheme(Theme theme) throws InterruptedException {
        tools.call(
                "Emulation.setEmulatedMedia",
                "features",
                List.of(Map.of("name", "prefers-color-scheme", "value", theme.scheme())));
        // A transition would show colors between the themes.
        evaluate("""
                {
                  const sheet = new CSSStyleSheet();
                  sheet.replaceSync(%s + "* { transition: none !important; animation: none !important; }");
                  document.adoptedStyleSheets = [sheet];
                }""".formatted(quote(theme.style())));
    }

    /** Opens a page, and returns when its scripts have run. */
    void open(String url) throws InterruptedException {
        loads.clear();
        errors.clear();
        tools.call("Page.navigate", "url", url);
        awaitLoad();
    }

    /** Waits for the page that a click has opened. */
    void awaitLoad() throws InterruptedException {
        if (loads.poll(LOAD_SECONDS, TimeUnit.SECONDS) == null) {
            throw new IllegalStateException("The page was not loaded: " + errors);
        }
    }

    /**
     * Runs a script in the page.
     *
     * @param script an expression; the result of a promise is awaited
     */
    JsonNode evaluate(String script) throws InterruptedException {
        JsonNode result =
                tools.call("Runtime.evaluate", "expression", script, "awaitPromise", true, "returnByValue", true);
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(result.get("exceptionDetails").toString());
        }
        return result.path("result").path("value");
    }

    /** Waits until a script returns {@code true}. The page tells when its content changes. */
    void awaitTrue(String condition) throws InterruptedException {
        evaluate("""
                new Promise((resolve) => {
                  const observer = new MutationObserver(check);
                  function check() {
                    if (%s) {
                      observer.disconnect();
                      resolve(true);
                    }
                  }
                  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
                  check();
                })""".formatted(condition));
    }

    /** The visible text of an element. */
    String text(String selector) throws InterruptedException {
        return evaluate("Array.from(document.querySelectorAll(%s), (element) => element.innerText).join('\\n')"
                        .formatted(quote(selector)))
                .asText();
    }

    /** Presses and releases a key without a character, such as {@code Tab}. */
    void press(String key, int code) throws InterruptedException {
        for (String type : List.of("rawKeyDown", "keyUp")) {
            tools.call("Input.dispatchKeyEvent", "type", type, "key", key, "code", key, "windowsVirtualKeyCode", code);
        }
    }

    /** Presses Enter, which activates the focused link or button. */
    void pressEnter() throws InterruptedException {
        tools.call(
                "Input.dispatchKeyEvent",
                "type",
                "keyDown",
                "key",
                "Enter",
                "code",
                "Enter",
                "windowsVirtualKeyCode",
                13,
                "text",
                "\r");
        tools.call(
                "Input.dispatchKeyEvent",
                "type",
                "keyUp",
                "key",
                "Enter",
                "code",
                "Enter",
                "windowsVirtualKeyCode",
                13);
    }

    /** The errors and policy violations in the console of the browser since the page was opened. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    /** Writes a picture of the whole page as PNG. */
    void photograph(Path file) throws IOException, InterruptedException {
        JsonNode picture = tools.call("Page.captureScreenshot", "captureBeyondViewport", true);
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(picture.get("data").asText()));
    }

    /** A text as a literal of JavaScript. */
    static String quote(String text) {
        try {
            return DevTools.MAPPER.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        tools.close();
    }
}
