package io.jenkins.plugins.deployworkload.rollout.revision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Why a deploy cannot store its history or does not trust it, and the warnings about this. */
final class HistoryProblems {

    private final String configMap;
    private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
    private volatile String unavailable;
    private volatile UntrustedReason untrusted;
    private volatile boolean unavailableReported;
    private volatile boolean lossReported;

    /** @param configMap the name of the index */
    HistoryProblems(String configMap) {
        this.configMap = configMap;
    }

    /** Why the history cannot be stored; {@code null} if it can. */
    String unavailable() {
        return unavailable;
    }

    void unavailable(String reason) {
        unavailable = reason;
    }

    /** As {@link #unavailable(String)}, for a reason that was reported before a restart. */
    void unavailableSinceRestart(String reason) {
        unavailableReported = true;
        unavailable = reason;
    }

    /**
     * Why the history is not trusted, as a sentence that also tells what to do; {@code null} if it is trusted. The
     * reason stays until the end of the deploy, even if a later read finds a history that could be trusted.
     */
    String untrusted() {
        UntrustedReason reason = untrusted;
        return reason == null ? null : reason.message(configMap);
    }

    /** @param reason {@code null} if it is trusted */
    void untrusted(UntrustedReason reason) {
        untrusted = reason;
    }

    /**
     * Why the history cannot be stored, or is lost; returned only once, so that it is reported once.
     *
     * @param isLost whether the history is not trusted any more although this deploy has written it
     */
    Optional<String> takeUnavailableWarning(boolean isLost) {
        if (unavailable == null && isLost && !lossReported) {
            lossReported = true;
            return Optional.of(untrusted());
        }
        Optional<String> reason = unavailableReported ? Optional.empty() : Optional.ofNullable(unavailable);
        unavailableReported |= reason.isPresent();
        return reason;
    }

    /** Adds the warning that the history is not trusted, if so. */
    void warnUntrusted() {
        if (untrusted != null) {
            warn(Messages.HistoryProblems_untrusted(untrusted()));
        }
    }

    void warn(String sentence) {
        warnings.add(sentence);
    }

    /** The warnings since the last call, as sentences. */
    List<String> takeWarnings() {
        List<String> taken = new ArrayList<>();
        for (String warning = warnings.poll(); warning != null; warning = warnings.poll()) {
            taken.add(warning);
        }
        return taken;
    }
}
