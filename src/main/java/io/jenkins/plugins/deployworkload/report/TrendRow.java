package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.report.history.DeployTrend.Figures;
import io.jenkins.plugins.deployworkload.report.history.DeployTrend.Week;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The figures of a week for pages and {@code /api/json}, with a bar in a chart of all weeks. */
@ExportedBean(defaultVisibility = 3)
public final class TrendRow {

    /** The height of the chart in units of its own. */
    private static final int HEIGHT = 100;

    /** The width of a week in the chart. */
    private static final int WIDTH = 20;

    /** The distance between bars. */
    private static final int GAP = 4;

    private final Week week;
    private final int index;
    private final int weeks;
    private final int most;

    private TrendRow(Week week, int index, int weeks, int most) {
        this.week = week;
        this.index = index;
        this.weeks = weeks;
        this.most = most;
    }

    static List<TrendRow> of(List<Week> weeks) {
        int most =
                weeks.stream().mapToInt(week -> week.figures().deploys()).max().orElse(0);
        List<TrendRow> rows = new ArrayList<>();
        for (int i = 0; i < weeks.size(); i++) {
            rows.add(new TrendRow(weeks.get(i), i, weeks.size(), Math.max(1, most)));
        }
        return rows;
    }

    private Figures figures() {
        return week.figures();
    }

    /** The first day of the week, such as {@code 2026-01-26}. */
    @Exported
    public String getStart() {
        return week.monday().toString();
    }

    @Exported
    public int getDeploys() {
        return figures().deploys();
    }

    @Exported
    public int getFailures() {
        return figures().failures();
    }

    /** The share of the deploys that did not succeed, in percent. */
    @Exported
    public int getFailureShare() {
        return figures().failureShare();
    }

    /** The duration in milliseconds that half of the healthy deploys did not exceed; {@code null} without any. */
    @Exported
    public Long getMedianDuration() {
        return millis(figures().median());
    }

    /** The duration in milliseconds that 90 percent of the healthy deploys did not exceed; {@code null} without any. */
    @Exported
    public Long getP90Duration() {
        return millis(figures().p90());
    }

    /** The median time in milliseconds until an application was healthy again; {@code null} if none had to recover. */
    @Exported
    public Long getTimeToRecover() {
        return millis(figures().recovery());
    }

    private static Long millis(Optional<Duration> duration) {
        return duration.map(Duration::toMillis).orElse(null);
    }

    public String getMedian() {
        return name(figures().median());
    }

    public String getP90() {
        return name(figures().p90());
    }

    public String getRecovery() {
        return name(figures().recovery());
    }

    private static String name(Optional<Duration> duration) {
        return duration.map(DisplayNames::duration).orElse("");
    }

    /** The area of the chart of all weeks, as the {@code viewBox} of an SVG. */
    public String getViewBox() {
        return "0 0 " + weeks * WIDTH + " " + HEIGHT;
    }

    /** The width of a bar. */
    public int getWidth() {
        return WIDTH - GAP;
    }

    public int getX() {
        return index * WIDTH;
    }

    /** The height of the bar of all deploys. */
    public int getHeight() {
        return figures().deploys() * HEIGHT / most;
    }

    /** The height of the part of the bar for failed deploys, at its foot. */
    public int getFailureHeight() {
        return figures().failures() * HEIGHT / most;
    }

    public int getY() {
        return HEIGHT - getHeight();
    }

    public int getFailureY() {
        return HEIGHT - getFailureHeight();
    }
}
