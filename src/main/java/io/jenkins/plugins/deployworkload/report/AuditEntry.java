package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The line of one deploy in the audit log: {@code key=value} pairs, with each text in quotes. Names come from users, the
 * cluster and jobs, so that each text is bounded, and characters that could end the line, forge another pair or change
 * the direction of the text are escaped as in JSON.
 */
final class AuditEntry {

    /** In characters, before the characters are escaped. */
    static final int MAX_TEXT_LENGTH = 300;

    /** The number of objects that a list names. The line states the number of the others. */
    static final int MAX_OBJECTS = 20;

    /** In characters. Only the names of objects can make a line this long. */
    static final int MAX_LINE_LENGTH = 8000;

    /** Control and format characters, line and paragraph separators, lone surrogates, quotes and backslashes. */
    private static final Pattern ESCAPED = Pattern.compile("[\\p{C}\\u2028\\u2029\"\\\\]");

    private final Set<ObjectRef> created = sorted();
    private final Set<ObjectRef> changed = sorted();
    private final Set<ObjectRef> deleted = sorted();

    /** Objects of a wave are applied in no particular order. */
    private static Set<ObjectRef> sorted() {
        return new TreeSet<>(Comparator.comparing(ObjectRef::label).thenComparing(ObjectRef::apiVersion));
    }

    /** Records what the event says about the objects. */
    void add(RolloutEvent event) {
        switch (event) {
            case RolloutEvent.Applied applied -> add(applied.object());
            case RolloutEvent.Deleted gone -> deleted.add(gone.object());
            // Events before a restart of Jenkins are only in the result.
            case RolloutEvent.Ended ended -> ended.result().objects().forEach(this::add);
            default -> {}
        }
    }

    private void add(AppliedObject object) {
        if (object.operation() == AppliedObject.Operation.CREATED) {
            created.add(object.ref());
            changed.remove(object.ref());
        } else if (object.operation() == AppliedObject.Operation.UPDATED && !created.contains(object.ref())) {
            changed.add(object.ref());
        }
    }

    /**
     * @param origin the pairs of {@link AuditLog} about the build
     * @param application the name of the application; {@code null} if the deploy was refused before the name was known
     */
    String line(String origin, String namespace, String application, boolean dryRun, RolloutResult result) {
        String line = "outcome=" + lowerCase(result.outcome())
                + (result.recovery() == RecoveryOutcome.NONE ? "" : " recovery=" + lowerCase(result.recovery()))
                + (dryRun ? " dryRun=true" : "")
                + " namespace=" + quote(namespace)
                + " application=" + quote(application)
                + " " + origin
                + objects("created", created)
                + objects("changed", changed)
                + objects("deleted", deleted);
        return DisplayNames.truncate(line, MAX_LINE_LENGTH);
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String objects(String key, Collection<ObjectRef> refs) {
        if (refs.isEmpty()) {
            return "";
        }
        StringBuilder list = new StringBuilder();
        refs.stream()
                .limit(MAX_OBJECTS)
                .forEach(ref -> list.append(list.isEmpty() ? "" : ",").append(quote(ref.label())));
        int others = refs.size() - MAX_OBJECTS;
        return " " + key + "=[" + list + (others > 0 ? ",+" + others : "") + "]";
    }

    /** The text in quotes; {@code -} for {@code null}. */
    static String quote(String text) {
        return text == null
                ? "-"
                : '"'
                        + ESCAPED.matcher(DisplayNames.truncate(text, MAX_TEXT_LENGTH))
                                .replaceAll(match -> escape(match.group()))
                        + '"';
    }

    private static String escape(String character) {
        StringBuilder escaped = new StringBuilder();
        character.chars().forEach(unit -> escaped.append(String.format("\\\\u%04x", unit)));
        return escaped.toString();
    }
}
