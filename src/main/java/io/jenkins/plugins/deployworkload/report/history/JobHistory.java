package io.jenkins.plugins.deployworkload.report.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The history of a job's deploys: a file in the folder of the job with one line for each deploy. It outlives the builds,
 * and so tells what runs now even if the build was deleted. Its size is bounded.
 */
public final class JobHistory {

    static final int MAX_ENTRIES = 1000;

    /** In bytes. A longer file is shortened to the half. */
    static final int MAX_FILE_SIZE = 1 << 20;

    /** In bytes. Only somebody else can have written such a file. */
    private static final long MAX_READABLE_SIZE = 8L * MAX_FILE_SIZE;

    private static final Logger LOGGER = Logger.getLogger(JobHistory.class.getName());

    private static final String NAME = "deploy-workload-history.jsonl";

    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** Writes are short, so that all jobs share the lock. Not {@code synchronized}, which would pin virtual threads. */
    private static final ReentrantLock WRITING = new ReentrantLock();

    /** Changes with each change of the history. */
    public record Version(long modifiedAt, long size) {}

    private final Path file;

    /** @param job the folder of the job */
    public JobHistory(Path job) {
        file = job.resolve(NAME);
    }

    /** Whether a build of the job has deployed. */
    public boolean exists() {
        return Files.isRegularFile(file);
    }

    /** The current version, for caches; {@code null} without a history. */
    public Version version() {
        try {
            return new Version(Files.getLastModifiedTime(file).toMillis(), Files.size(file));
        } catch (IOException e) {
            return null;
        }
    }

    /** The deploys, the newest first. Lines that cannot be read are left out. */
    public List<HistoryEntry> read() {
        try {
            return readOrThrow();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "The history of deploys " + file + " cannot be read");
            return List.of();
        }
    }

    /**
     * Like {@link #read}, for callers that keep what they have read.
     *
     * @throws IOException if there is a file that cannot be read, perhaps only at the moment
     */
    public List<HistoryEntry> readOrThrow() throws IOException {
        try {
            if (Files.size(file) > MAX_READABLE_SIZE) {
                throw new IOException("the file is larger than " + MAX_READABLE_SIZE + " bytes");
            }
            // Not as UTF-8 lines, because one wrong byte would make the whole file unreadable.
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return newestFirst(text.lines().toList());
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static List<HistoryEntry> newestFirst(List<String> lines) {
        List<HistoryEntry> entries = new ArrayList<>();
        for (String line : lines.reversed()) {
            HistoryEntry entry = parse(line);
            // A deploy that went on after a restart may have two lines; the newer one counts. They are close together.
            if (entry != null
                    && entries.size() < MAX_ENTRIES
                    && entries.stream().skip(Math.max(0, entries.size() - 100)).noneMatch(entry::isSameAs)) {
                entries.add(entry);
            }
        }
        return List.copyOf(entries);
    }

    private static HistoryEntry parse(String line) {
        if (line.isBlank()) {
            return null;
        }
        try {
            HistoryEntry entry = MAPPER.readValue(line, HistoryEntry.class);
            return entry == null || entry.isIncomplete() ? null : entry;
        } catch (JsonProcessingException e) {
            LOGGER.log(Level.FINE, "A line of a history of deploys cannot be read", e);
            return null;
        }
    }

    /** Adds deploys, the oldest first. */
    public void add(List<HistoryEntry> entries) throws IOException {
        StringBuilder text = new StringBuilder();
        for (HistoryEntry entry : entries) {
            // The line feed comes first, so that a line that a crash has cut does not damage the next line.
            text.append('\n').append(MAPPER.writeValueAsString(entry));
        }
        WRITING.lock();
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (Files.size(file) > MAX_FILE_SIZE) {
                shorten();
            }
        } finally {
            WRITING.unlock();
        }
    }

    /** A file that cannot be read stays as it is. */
    private void shorten() throws IOException {
        List<String> kept = new ArrayList<>();
        int size = 0;
        for (HistoryEntry entry : readOrThrow()) {
            String line = MAPPER.writeValueAsString(entry);
            size += line.getBytes(StandardCharsets.UTF_8).length + 1;
            if (size > MAX_FILE_SIZE / 2) {
                break;
            }
            kept.add(line);
        }
        Path written = file.resolveSibling(NAME + ".tmp");
        try {
            Files.writeString(written, "\n" + String.join("\n", kept.reversed()));
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
