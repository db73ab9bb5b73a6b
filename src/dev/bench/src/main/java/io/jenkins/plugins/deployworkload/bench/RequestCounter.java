package io.jenkins.plugins.deployworkload.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Counts a client's requests in the API server's audit log. Each audit ID counts once, although a watch has two
 * entries: one at its start and one at its end.
 */
public final class RequestCounter {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path auditLog;
    private final Observer observer;
    private final ByteCountingProxy proxy;
    private final Set<String> seenIds = new HashSet<>();
    private long offset;

    public RequestCounter(Path auditLog, Observer observer, ByteCountingProxy proxy) {
        this.auditLog = auditLog;
        this.observer = observer;
        this.proxy = proxy;
    }

    /** @param agent prefix of the client's user agent */
    public RequestCounts of(String agent, Runnable deploy) {
        observer.awaitQuiet();
        observer.clear();
        readNewEntries(agent, request -> {});
        ByteCountingProxy.Bytes before = proxy.bytes();
        deploy.run();
        // After the quiet period, the audit log also contains the entries for the ends of watches.
        Set<String> changed = observer.changed(Bench.NAMESPACE);
        ByteCountingProxy.Bytes bytes = proxy.bytes().since(before);
        Map<String, Integer> resources = new TreeMap<>();
        readNewEntries(agent, request -> resources.merge(request, 1, Integer::sum));
        return new RequestCounts(resources, changed, bytes);
    }

    /** @param consumer receives the verb and the resource of each request */
    private void readNewEntries(String agent, Consumer<String> consumer) {
        for (String line : (Iterable<String>) newLines().lines()::iterator) {
            JsonNode entry = parse(line);
            if (seenIds.add(entry.path("auditID").asText())
                    && entry.path("userAgent").asText().startsWith(agent)) {
                consumer.accept(entry.path("verb").asText() + " "
                        + entry.at("/objectRef/resource").asText("others"));
            }
        }
    }

    private static JsonNode parse(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The complete lines that the API server has written since the last call. */
    private String newLines() {
        try (RandomAccessFile file = new RandomAccessFile(auditLog.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(file.length() - offset)];
            file.seek(offset);
            file.readFully(bytes);
            int length = bytes.length;
            while (length > 0 && bytes[length - 1] != '\n') {
                length--;
            }
            offset += length;
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
