package io.jenkins.plugins.deployworkload.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The check of pages finds each kind of problem, and nothing else. */
@EnabledIf(
        value = "io.jenkins.plugins.deployworkload.browser.Chromium#isInstalled",
        disabledReason = "install Chromium, or set CHROMIUM to its program")
class PageCheckITest {

    private static final String PAGE = """
            <!doctype html><html lang="en"><head><title>Page</title>
            <style>body { margin: 0; background: var(--background, white); color: var(--text-color, black); }</style>
            </head><body><main id="part">%s</main><p style="inline-size: 3000px; color: #eee">Not checked.</p></body></html>
            """;

    @TempDir
    private Path profile;

    private HttpServer server;
    private Chromium chromium;
    private BrowserPage page;

    @BeforeEach
    void startBrowser() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        chromium = Chromium.start(profile);
        page = chromium.newPage();
    }

    @AfterEach
    void stopBrowser() {
        page.close();
        chromium.close();
        server.stop(0);
    }

    private List<String> problems(String content, Language language) throws Exception {
        byte[] html = PAGE.formatted(content).getBytes(StandardCharsets.UTF_8);
        String path = "/" + content.hashCode();
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/html;charset=UTF-8");
            exchange.getResponseHeaders()
                    .add("Content-Security-Policy", "default-src 'self'; style-src 'unsafe-inline'; img-src data:");
            try (exchange) {
                exchange.sendResponseHeaders(200, html.length);
                exchange.getResponseBody().write(html);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        page.open("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return PageCheck.problems(page, "#part", language, List.of("nginx:1.27"));
    }

    @Test
    void findsNothingInAGoodPage() throws Exception {
        assertThat(problems("<p>성공 nginx:1.27</p><code>kind: Deployment</code>", Language.KOREAN))
                .isEmpty();
    }

    @Test
    void findsMissingText() throws Exception {
        assertThat(problems("<p>nginx:1.28</p>", Language.ENGLISH))
                .containsExactly("no text \"nginx:1.27\" in: nginx:1.28");
    }

    @Test
    void findsEnglishInAKoreanPage() throws Exception {
        assertThat(problems("<p>nginx:1.27 Succeeded</p><button aria-label='Close'>닫기</button>", Language.KOREAN))
                .containsExactly("English in a Korean page: nginx:1.27 Succeeded", "English in a Korean page: Close");
    }

    @Test
    void findsPartsThatAreWiderThanTheWindow() throws Exception {
        assertThat(problems("<div style='inline-size: 600px'>nginx:1.27</div>", Language.ENGLISH))
                .hasSize(2)
                .allMatch(problem -> problem.contains(" 400: wider than the window: <div"));
    }

    @Test
    void scrolledPartsAreNoProblem() throws Exception {
        assertThat(problems(
                        "<div style='overflow-x: auto' tabindex='0'><div style='inline-size: 600px'>nginx:1.27</div></div>",
                        Language.ENGLISH))
                .isEmpty();
    }

    @Test
    void findsTextWithoutContrastInOneTheme() throws Exception {
        assertThat(problems("<p style='color: oklch(0.2 0 0)'>nginx:1.27</p>", Language.ENGLISH))
                .hasSize(1)
                .allMatch(problem -> problem.startsWith("DARK ") && problem.contains("color-contrast"));
    }

    @Test
    void findsBarriers() throws Exception {
        assertThat(problems("nginx:1.27 <img src='data:,'><button></button>", Language.ENGLISH))
                .anyMatch(problem -> problem.contains("image-alt"))
                .anyMatch(problem -> problem.contains("button-name"));
    }

    @Test
    void findsWhatTheBrowserReports() throws Exception {
        assertThat(problems("nginx:1.27 <script>console.log('blocked')</script>", Language.ENGLISH))
                .singleElement()
                .asString()
                .startsWith("reported by the browser: ")
                .contains("Content Security Policy");
    }
}
