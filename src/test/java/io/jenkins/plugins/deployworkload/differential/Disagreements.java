package io.jenkins.plugins.deployworkload.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the cases in which this plugin and the API server agree or disagree. */
final class Disagreements {

    private static final int MAX_SHOWN = 40;

    private final Map<String, Integer> explained = new TreeMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final List<String> unexplained = new ArrayList<>();
    private int agreed;
    private int notRendered;

    void agreed() {
        agreed++;
    }

    /**
     * Counts a workload that this plugin refuses and that cannot be rendered, so that the API server cannot validate
     * it.
     */
    void notRendered() {
        notRendered++;
    }

    void explained(String reason) {
        explained.merge(reason, 1, Integer::sum);
    }

    void unexplained(String reason, WorkloadGenerator.Case testCase) {
        String line = reason.replaceAll("\\s+", " ");
        reasons.merge(line.substring(0, Math.min(200, line.length())), 1, Integer::sum);
        if (unexplained.size() < MAX_SHOWN) {
            unexplained.add("case " + testCase.number() + ": " + line + "\n    " + testCase.tree());
        }
    }

    List<String> unexplained() {
        return List.copyOf(unexplained);
    }

    String report() {
        int stricter = explained.values().stream().mapToInt(Integer::intValue).sum();
        int unexplainedCases =
                reasons.values().stream().mapToInt(Integer::intValue).sum();
        StringBuilder report = new StringBuilder("agreed " + agreed + ", stricter with a reason " + stricter
                + ", unexplained " + unexplainedCases + ", refused and not rendered " + notRendered);
        explained.forEach((reason, count) ->
                report.append("\n  stricter ").append(count).append("  ").append(reason));
        reasons.forEach((reason, count) ->
                report.append("\n  UNEXPLAINED ").append(count).append("  ").append(reason));
        return report.toString();
    }
}
