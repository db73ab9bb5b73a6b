package io.jenkins.plugins.deployworkload.outputs;

import io.jenkins.plugins.deployworkload.image.file.ImageFiles;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.RejectedOutput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Output files that were last written before the build started. The images in these files belong to an earlier build.
 */
final class StaleFiles {

    /**
     * A file of this build can seem older than the build by this time. File systems round file times (FAT to two
     * seconds), and the clock of a file server may differ.
     */
    static final Duration TOLERANCE = Duration.ofSeconds(5);

    /** The time between the last write of each stale file and the start of the build, by path. */
    private final Map<String, Duration> ages = new TreeMap<>();

    /**
     * @param lastModified time of the last write of each file, in milliseconds
     * @param buildStart   the start of the build, in milliseconds of the same clock
     */
    StaleFiles(Map<String, Long> lastModified, long buildStart) {
        lastModified.forEach((path, time) -> {
            Duration age = Duration.ofMillis(buildStart - time);
            if (age.compareTo(TOLERANCE) > 0) {
                ages.put(path, age);
            }
        });
    }

    /** Removes the findings in stale files, and adds a rejected output for each stale file. */
    Findings excludeFrom(Findings found) {
        Predicate<String> isCurrent = location -> ages.keySet().stream().noneMatch(path -> isIn(location, path));
        Findings current = new Findings(
                found.images().stream()
                        .filter(image -> isCurrent.test(image.location()))
                        .toList(),
                found.digests().stream()
                        .filter(digest -> isCurrent.test(digest.location()))
                        .toList(),
                found.rejected().stream()
                        .filter(rejected -> isCurrent.test(rejected.location()))
                        .toList(),
                found.outputsRead(),
                found.imageIds(),
                found.aliases());
        for (Map.Entry<String, Duration> stale : ages.entrySet()) {
            current = current.plus(new RejectedOutput(
                    ImageFiles.toolOf(stale.getKey()).orElse(null),
                    stale.getKey(),
                    Messages._StaleFiles_stale(formatAge(stale.getValue()))));
        }
        return current;
    }

    /**
     * One warning for each stale file. The warnings are only for files that the user specified, because such files are
     * used even if they are stale.
     */
    List<String> notes() {
        return ages.entrySet().stream()
                .map(stale -> Messages.StaleFiles_specifiedFileIsStale(stale.getKey(), formatAge(stale.getValue())))
                .toList();
    }

    /** Whether a location is the file itself or a part of the file, such as {@code bake.json (web)}. */
    private static boolean isIn(String location, String path) {
        return location.equals(path) || location.startsWith(path + " (");
    }

    /** Formats the two largest units of an age: days and hours, hours and minutes, or minutes and seconds. */
    private static String formatAge(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + " d " + age.toHoursPart() + " h";
        }
        return age.toHours() > 0
                ? age.toHours() + " h " + age.toMinutesPart() + " min"
                : age.toMinutes() + " min " + age.toSecondsPart() + " s";
    }
}
