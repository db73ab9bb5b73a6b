package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;

/**
 * A reason why the workload does not run. Goes through plain Jackson both ways.
 *
 * @param signal its short name, as in {@code docs/diagnosis.md}
 * @param severity what it meant when it was found
 * @param summary one sentence
 * @param location the first place at which it was seen; others may show the same
 * @param since by the cluster's clock, as the cluster has written it; {@code null} where it does not say
 * @param evidence the cluster's own words
 * @param advice what to do about it
 * @param log the last lines of the container, where there is one and it could be read
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

    /** With the last lines of the container's log. */
    public Finding withLog(List<String> lines) {
        return new Finding(signal, severity, summary, location, since, evidence, advice, lines);
    }

    public Finding withEvidence(String words) {
        return new Finding(signal, severity, summary, location, since, words, advice, log);
    }

    public Finding withSeverity(Severity other) {
        return new Finding(signal, other, summary, location, since, evidence, advice, log);
    }

    /**
     * What, where and the cluster's own words, in one line that ends as a sentence does. Of several lines of evidence the
     * first: what follows may be a program's own words, which belong where secrets are masked.
     */
    public String sentence() {
        if (evidence == null || evidence.isBlank()) {
            return Messages.Finding_short(summary, location.label());
        }
        String words = evidence.strip().lines().findFirst().orElseThrow();
        return Messages.Finding_sentence(summary, location.label(), words.endsWith(".") ? words : words + ".");
    }

    /** All of it, one line after the other, for a log that people read. */
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
