package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;

/**
 * A reason why a workload is not healthy. A Jackson {@code ObjectMapper} without modules can write and read a finding.
 *
 * @param signal the name of the detector, as in {@code docs/diagnosis.md}
 * @param severity the severity when the problem was first detected
 * @param summary one sentence
 * @param location the object in which the problem was first detected; other pods may have the same problem
 * @param since the time when the problem started, as the cluster reports it; {@code null} if unknown
 * @param evidence the cluster's message about the problem
 * @param advice what the user can do about the problem
 * @param log the last lines of the container's log; empty if the finding has no log
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
        String signal,
        Severity severity,
        String summary,
        Location location,
        String since,
        String evidence,
        String advice,
        List<String> log) {

    public Finding {
        log = log == null ? List.of() : List.copyOf(log);
    }

    /** Returns the same finding with the last lines of the container's log. */
    public Finding withLog(List<String> lines) {
        return new Finding(signal, severity, summary, location, since, evidence, advice, lines);
    }

    /** @param namespace a namespace that is not the home namespace of the application */
    public Finding inNamespace(String namespace) {
        return new Finding(signal, severity, summary, location.inNamespace(namespace), since, evidence, advice, log);
    }

    public Finding withEvidence(String text) {
        return new Finding(signal, severity, summary, location, since, text, advice, log);
    }

    public Finding withSeverity(Severity value) {
        return new Finding(signal, value, summary, location, since, evidence, advice, log);
    }

    /**
     * Location, summary and evidence in one line that ends with a full stop. The text includes only the first line of
     * the evidence. Further lines can be program output with secrets, and some places that show this text do not mask
     * secrets.
     */
    public String sentence() {
        if (evidence == null || evidence.isBlank()) {
            return Messages.Finding_short(summary, location.label());
        }
        String text = evidence.strip().lines().findFirst().orElseThrow();
        return Messages.Finding_sentence(summary, location.label(), text.endsWith(".") ? text : text + ".");
    }

    /**
     * Adds the finding and its advice to the last message of a rollout. A message that already names the problem or the
     * pod stays as it is.
     */
    public String explain(String message) {
        boolean named = message.contains(summary) || "Pod".equals(location.kind()) && message.contains(location.name());
        return named ? message : Sentences.join(message, sentence(), advice);
    }

    /** All parts of the finding, as lines for a log. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(summary);
        lines.add("  " + (since == null ? location.label() : Messages.Finding_since(location.label(), since)));
        if (evidence != null && !evidence.isBlank()) {
            evidence.strip().lines().forEach(line -> lines.add("  | " + line));
        }
        if (!log.isEmpty()) {
            lines.add("  " + Messages.Finding_log(log.size()));
            log.forEach(line -> lines.add("  > " + line));
        }
        lines.add("  " + advice);
        return lines;
    }
}
