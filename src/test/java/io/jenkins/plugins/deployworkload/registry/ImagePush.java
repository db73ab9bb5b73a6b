package io.jenkins.plugins.deployworkload.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Pushes images without layers, whose configurations and manifests are complete. */
final class ImagePush {

    private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private final HttpClient client;
    private final String server;
    private final String authorization;

    ImagePush(String address, TestCertificate certificate, String authorization) throws Exception {
        this.client = HttpClient.newBuilder()
                .sslContext(certificate.sslContext())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.server = "https://" + address;
        this.authorization = authorization;
    }

    /** @return the digest of the manifest */
    String image(String repository, String tag, String architecture, Instant created) throws Exception {
        String config =
                "{\"architecture\":\"%s\",\"os\":\"linux\",\"created\":\"%s\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
                        .formatted(architecture, created);
        byte[] bytes = config.getBytes(StandardCharsets.UTF_8);
        String digest = ImageManifest.sha256(bytes);
        HttpResponse<String> started = send(request(URI.create(server + "/v2/" + repository + "/blobs/uploads/"))
                .POST(BodyPublishers.noBody()));
        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        URI location = URI.create(server)
                .resolve(started.headers().firstValue("Location").orElseThrow());
        URI upload = URI.create(location + (location.getRawQuery() == null ? "?" : "&") + "digest=" + digest);
        HttpResponse<String> uploaded = send(request(upload)
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(bytes)));
        assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(201);
        return manifest(
                repository,
                tag,
                IMAGE,
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"%s\",\"size\":%d},\"layers\":[]}"
                        .formatted(IMAGE, digest, bytes.length));
    }

    /** @return the digest of the index */
    String index(String repository, String tag, List<String> images, List<String> architectures) throws Exception {
        String manifests = IntStream.range(0, images.size())
                .mapToObj(i ->
                        "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"platform\":{\"os\":\"linux\",\"architecture\":\"%s\"}}"
                                .formatted(IMAGE, images.get(i), 1, architectures.get(i)))
                .collect(Collectors.joining(","));
        return manifest(
                repository,
                tag,
                INDEX,
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}".formatted(INDEX, manifests));
    }

    private String manifest(String repository, String tag, String type, String json) throws Exception {
        HttpResponse<String> pushed = send(request(URI.create(server + "/v2/" + repository + "/manifests/" + tag))
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofString(json)));
        assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(201);
        return ImageManifest.sha256(json.getBytes(StandardCharsets.UTF_8));
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).header("Authorization", authorization);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
