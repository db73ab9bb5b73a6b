package io.jenkins.plugins.deployworkload.outputs;

import io.jenkins.plugins.deployworkload.image.file.ImageFiles;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.RejectedOutput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Files that were there before the build began: what they name was built by another, unless somebody says that it counts. */
final class StaleFiles {

    /** File systems round times, some to two seconds, and file servers have clocks of their own. */
    static final Duration TOLERANCE = Duration.ofSeconds(5);

    /** How long before the build, by the file's path. */
    private final Map<String, Duration> ages = new TreeMap<>();

    /**
     * @param written when each file was last written, in milliseconds
     * @param began   when the build began, in milliseconds of the same clock
     */
    StaleFiles(Map<String, Long> written, long began) {
        written.forEach((path, time) -> {
            Duration age = Duration.ofMillis(began - time);
            if (age.compareTo(TOLERANCE) > 0) {
                ages.put(path, age);
            }
        });
    }

    /** The findings of all others; those of these files say why they do not count. */
    Findings excludeFrom(Findings found) {
        Predicate<String> counts = where -> ages.keySet().stream().noneMatch(path -> isIn(where, path));
        Findings others = new Findings(
                found.images().stream()
                        .filter(image -> counts.test(image.location()))
                        .toList(),
                found.digests().stream()
                        .filter(digest -> counts.test(digest.location()))
                        .toList(),
                found.rejected().stream()
                        .filter(unusable -> counts.test(unusable.location()))
                        .toList(),
                found.outputsRead(),
                found.imageIds(),
                found.aliases());
        for (Map.Entry<String, Duration> old : ages.entrySet()) {
            others = others.plus(new RejectedOutput(
                    ImageFiles.toolOf(old.getKey()).orElse(null),
                    old.getKey(),
                    Messages._Workspace_StaleFile(formatAge(old.getValue()))));
        }
        return others;
    }

    /** A sentence for each file, where somebody said that it counts. */
    List<String> notes() {
        return ages.entrySet().stream()
                .map(old -> Messages.Workspace_NamedFileIsStale(old.getKey(), formatAge(old.getValue())))
                .toList();
    }

    /** Findings stand in a file, or in a part of it: {@code bake.json (web)}. */
    private static boolean isIn(String where, String path) {
        return where.equals(path) || where.startsWith(path + " (");
    }

    /** Its two largest units: days and hours, hours and minutes, minutes and seconds. */
    private static String formatAge(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + " d " + age.toHoursPart() + " h";
        }
        return age.toHours() > 0
                ? age.toHours() + " h " + age.toMinutesPart() + " min"
                : age.toMinutes() + " min " + age.toSecondsPart() + " s";
    }
}
