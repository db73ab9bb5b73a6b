package io.jenkins.plugins.deployworkload.registry;

import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jvnet.localizer.Localizable;

/** Sends GET requests without following redirects, with a limit for the time and the size of each answer. */
final class RegistryHttp {

    /** Limit from the start of a request to the last byte of its answer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** In characters. */
    private static final int MAX_TEXT = 200;

    /** An answer of any status. */
    record Answer(URI uri, int status, HttpHeaders headers, byte[] body) {

        /** The first value of a header; an empty text if there is none. */
        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    private final RegistrySettings settings;
    private final HttpClient client;
    private final Duration timeout;

    RegistryHttp(RegistrySettings settings) {
        this(settings, TIMEOUT);
    }

    RegistryHttp(RegistrySettings settings, Duration timeout) {
        this.settings = settings;
        this.timeout = timeout;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .executor(VirtualThreads::start)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout);
        if (settings.caCertificate() != null) {
            builder.sslContext(TrustedCertificates.sslContext(settings.caCertificate()));
        }
        switch (settings.proxy()) {
            case ProxySetting.Direct direct -> builder.proxy(HttpClient.Builder.NO_PROXY);
            case ProxySetting.HttpProxy proxy ->
                builder.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
            case ProxySetting.JavaDefault standard -> {}
        }
        this.client = builder.build();
    }

    /** @param limit the largest body, in bytes */
    Answer get(URI uri, Map<String, String> headers, int limit) throws RegistryException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(timeout);
        headers.forEach(request::setHeader);
        if (settings.proxy() instanceof ProxySetting.HttpProxy proxy && proxy.user() != null) {
            request.setHeader("Proxy-Authorization", basic(proxy.user(), proxy.password()));
        }
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request.build(), response -> new BoundedBody(limit));
        try {
            HttpResponse<byte[]> response = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(uri, response.statusCode(), response.headers(), response.body());
        } catch (ExecutionException e) {
            throw failure(uri, e.getCause());
        } catch (TimeoutException e) {
            throw unreachable(Messages._RegistryHttp_timeout(server(uri), timeout.toSeconds()));
        } finally {
            // Ends a request whose answer nobody waits for any longer.
            sent.cancel(true);
        }
    }

    private static RegistryException failure(URI uri, Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof BoundedBody.TooLargeException) {
                return new RegistryException(
                        RegistryException.Kind.UNUSABLE, Messages._RegistryHttp_tooLarge(server(uri)));
            }
            if (cause instanceof SSLException) {
                return unreachable(Messages._RegistryHttp_tls(server(uri), text(cause.getMessage())));
            }
        }
        return unreachable(Messages._RegistryHttp_unreachable(
                server(uri),
                problem.getMessage() == null ? problem.getClass().getSimpleName() : text(problem.getMessage())));
    }

    private static RegistryException unreachable(Localizable sentence) {
        return new RegistryException(RegistryException.Kind.UNREACHABLE, sentence);
    }

    /** The host and port of an address, for messages. */
    static String server(URI uri) {
        return text(uri.getRawAuthority());
    }

    /** A text of a server for messages. */
    static String text(String untrusted) {
        return Excerpt.line(String.valueOf(untrusted), MAX_TEXT);
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
