package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.report.BuildLog;
import io.jenkins.plugins.deployworkload.rollout.Outcome;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tells rollouts on a terminal: at the bottom one line an object, written over as it gets on; above them, for good, what is
 * to be read once, and the objects of what has ended.
 */
final class LiveLines {

    /** As many lines at most are written over: what has scrolled out of the terminal cannot be. */
    static final int ROWS = 20;

    private static final String ESCAPE = "\u001B[";
    private static final String ERASE_BELOW = ESCAPE + "J";
    // A line that is too long must not become two, or the number of lines to go up would be wrong.
    private static final String CUT = ESCAPE + "?7l";
    private static final String WRAP = ESCAPE + "?7h";

    private final PrintWriter out;
    private final boolean colour;
    private final InstantSource clock;
    private final Instant start;
    private final Set<Lines> open = new LinkedHashSet<>();
    private int drawn;

    LiveLines(PrintWriter out, boolean colour, InstantSource clock) {
        this.out = out;
        this.colour = colour;
        this.clock = clock;
        this.start = clock.instant();
    }

    /** For another rollout. */
    RolloutListener another() {
        return new Lines();
    }

    /** Time goes by, though nothing happens. */
    synchronized void tick() {
        if (drawn > 0) {
            draw(List.of());
        }
    }

    /** Of one rollout. */
    private final class Lines implements RolloutListener {

        private final Map<String, String> rows = new LinkedHashMap<>();

        @Override
        public void on(RolloutEvent event) {
            synchronized (LiveLines.this) {
                open.add(this);
                List<String> above = new ArrayList<>();
                switch (event) {
                    case RolloutEvent.Applied applied ->
                        rows.put(
                                applied.object().kind() + " " + applied.object().name(),
                                applied.object().operation().name().toLowerCase(Locale.ROOT));
                    case RolloutEvent.Progress progress ->
                        rows.put(progress.object().label(), progress.message());
                    case RolloutEvent.Watching watching -> {
                        // The lines show it.
                    }
                    case RolloutEvent.Ended ended -> {
                        open.remove(this);
                        above.addAll(table(rows));
                        tell(event, above);
                    }
                    default -> tell(event, above);
                }
                draw(above);
            }
        }
    }

    private void tell(RolloutEvent event, List<String> lines) {
        new BuildLog(line -> lines.add(paint(colour(event), plain(line)))).on(event);
    }

    private static int colour(RolloutEvent event) {
        return switch (event) {
            case RolloutEvent.Ended ended -> ended.result().outcome() == Outcome.SUCCEEDED ? 32 : 31;
            case RolloutEvent.Found found -> 33;
            case RolloutEvent.Warning warning -> 33;
            default -> 0;
        };
    }

    /** In one piece, so that nobody sees a half. */
    private void draw(List<String> above) {
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append(ESCAPE).append(drawn).append('A');
        }
        text.append('\r').append(ERASE_BELOW);
        above.forEach(line -> text.append(line).append(System.lineSeparator()));
        List<String> below = below();
        if (!below.isEmpty()) {
            text.append(CUT);
            below.forEach(line -> text.append(line).append(System.lineSeparator()));
            text.append(WRAP);
        }
        drawn = below.size();
        out.print(text);
        out.flush();
    }

    private List<String> below() {
        Map<String, String> rows = new LinkedHashMap<>();
        open.forEach(lines -> rows.putAll(lines.rows));
        if (rows.isEmpty()) {
            return List.of();
        }
        List<String> table = table(rows);
        List<String> shown = new ArrayList<>(table.subList(0, Math.min(table.size(), ROWS)));
        String more = table.size() > ROWS ? "… and " + (table.size() - ROWS) + " more, " : "";
        long seconds = Duration.between(start, clock.instant()).toSeconds();
        shown.add("  " + more + seconds + " s; Ctrl-C ends the waiting, not what was applied");
        return shown;
    }

    private static List<String> table(Map<String, String> rows) {
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        return rows.entrySet().stream()
                .map(row -> plain(
                        "  " + row.getKey() + " ".repeat(width - row.getKey().length()) + "  " + row.getValue()))
                .toList();
    }

    private String paint(int code, String line) {
        return colour && code > 0 ? ESCAPE + code + "m" + line + ESCAPE + "0m" : line;
    }

    /** What a cluster says may hold anything, and is not to move the cursor. */
    private static String plain(String line) {
        return line.replaceAll("\u001B\\[[0-?]*[ -/]*[@-~]", "").replaceAll("\\p{Cntrl}", " ");
    }
}
