package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.report.BuildLog;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
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
 * Prints rollouts on a terminal. At the bottom, the terminal shows one row per object. Each event overwrites these
 * rows. Messages and the rows of ended rollouts are above them, are not overwritten, and scroll up.
 */
final class LiveLines {

    /**
     * Maximum number of rows that are overwritten. The cursor cannot reach rows that have scrolled out of the terminal.
     */
    static final int MAX_ROWS = 20;

    private static final String ESCAPE = "\u001B[";
    private static final String ERASE_BELOW = ESCAPE + "J";
    // Wrapping is off: a wrapped row would take two lines, and the cursor would then move up too few lines.
    private static final String NO_WRAP = ESCAPE + "?7l";
    private static final String WRAP = ESCAPE + "?7h";

    private final PrintWriter out;
    private final boolean colour;
    private final InstantSource clock;
    private final Instant start;
    private final Set<RolloutRows> active = new LinkedHashSet<>();
    private int drawnRows;

    LiveLines(PrintWriter out, boolean colour, InstantSource clock) {
        this.out = out;
        this.colour = colour;
        this.clock = clock;
        this.start = clock.instant();
    }

    /** Creates a listener for one rollout. */
    RolloutListener newListener() {
        return new RolloutRows();
    }

    /** Draws the rows again with the current elapsed time. */
    synchronized void tick() {
        if (drawnRows > 0) {
            draw(List.of());
        }
    }

    /** Rows of one rollout. */
    private final class RolloutRows implements RolloutListener {

        private final Map<String, String> rows = new LinkedHashMap<>();

        @Override
        public void on(RolloutEvent event) {
            synchronized (LiveLines.this) {
                active.add(this);
                List<String> above = new ArrayList<>();
                switch (event) {
                    case RolloutEvent.Applied applied ->
                        rows.put(
                                applied.object().kind() + " " + applied.object().name(),
                                applied.object().operation().name().toLowerCase(Locale.ROOT));
                    case RolloutEvent.Progress progress ->
                        rows.put(progress.object().label(), progress.message());
                    case RolloutEvent.TreeChanged tree -> {
                        // The rows of the objects count the pods.
                    }
                    case RolloutEvent.Waiting waiting -> {
                        // Nothing to print: the rows of the objects already show what the rollout waits for.
                    }
                    case RolloutEvent.Ended ended -> {
                        active.remove(this);
                        above.addAll(table(rows));
                        logEvent(event, above);
                    }
                    default -> logEvent(event, above);
                }
                draw(above);
            }
        }
    }

    private void logEvent(RolloutEvent event, List<String> lines) {
        new BuildLog(line -> lines.add(paint(colour(event), withoutControlCharacters(line)))).on(event);
    }

    private static int colour(RolloutEvent event) {
        return switch (event) {
            case RolloutEvent.Ended ended -> ended.result().outcome() == Outcome.SUCCEEDED ? 32 : 31;
            case RolloutEvent.Found found -> 33;
            case RolloutEvent.Warning warning -> 33;
            default -> 0;
        };
    }

    /** Prints everything in one write, so that the user never sees a partly drawn screen. */
    private void draw(List<String> above) {
        StringBuilder text = new StringBuilder();
        if (drawnRows > 0) {
            text.append(ESCAPE).append(drawnRows).append('A');
        }
        text.append('\r').append(ERASE_BELOW);
        above.forEach(line -> text.append(line).append(System.lineSeparator()));
        List<String> live = liveRows();
        if (!live.isEmpty()) {
            text.append(NO_WRAP);
            live.forEach(line -> text.append(line).append(System.lineSeparator()));
            text.append(WRAP);
        }
        drawnRows = live.size();
        out.print(text);
        out.flush();
    }

    private List<String> liveRows() {
        Map<String, String> rows = new LinkedHashMap<>();
        active.forEach(rollout -> rows.putAll(rollout.rows));
        if (rows.isEmpty()) {
            return List.of();
        }
        List<String> table = table(rows);
        List<String> shown = new ArrayList<>(table.subList(0, Math.min(table.size(), MAX_ROWS)));
        String more = table.size() > MAX_ROWS ? "… and " + (table.size() - MAX_ROWS) + " more, " : "";
        long seconds = Duration.between(start, clock.instant()).toSeconds();
        shown.add("  " + more + seconds + " s; Ctrl-C stops waiting; applied objects stay");
        return shown;
    }

    private static List<String> table(Map<String, String> rows) {
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        return rows.entrySet().stream()
                .map(row -> withoutControlCharacters(
                        "  " + row.getKey() + " ".repeat(width - row.getKey().length()) + "  " + row.getValue()))
                .toList();
    }

    private String paint(int code, String line) {
        return colour && code > 0 ? ESCAPE + code + "m" + line + ESCAPE + "0m" : line;
    }

    /** Removes control characters: text from the cluster must not move the cursor. */
    private static String withoutControlCharacters(String line) {
        return line.replaceAll("\u001B\\[[0-?]*[ -/]*[@-~]", "").replaceAll("\\p{Cntrl}", " ");
    }
}
