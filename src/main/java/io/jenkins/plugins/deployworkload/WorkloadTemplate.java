package io.jenkins.plugins.deployworkload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** A workload to begin with. The form shows the texts, and fills itself from the one that the user chooses. */
public enum WorkloadTemplate {
    WEB_SERVICE("web-service", Messages::WorkloadTemplate_webService),
    WORKER("worker", Messages::WorkloadTemplate_worker),
    DATABASE("database", Messages::WorkloadTemplate_database),
    NIGHTLY_JOB("nightly-job", Messages::WorkloadTemplate_nightlyJob),
    NODE_AGENT("node-agent", Messages::WorkloadTemplate_nodeAgent);

    private final String text;
    private final Supplier<String> displayName;

    WorkloadTemplate(String file, Supplier<String> displayName) {
        this.text = read(file);
        this.displayName = displayName;
    }

    private static String read(String file) {
        try (InputStream in = WorkloadTemplate.class.getResourceAsStream("WorkloadTemplate/" + file + ".yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The workload file. */
    public String getText() {
        return text;
    }

    public String getDisplayName() {
        return displayName.get();
    }
}
