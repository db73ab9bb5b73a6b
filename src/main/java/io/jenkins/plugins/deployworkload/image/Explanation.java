package io.jenkins.plugins.deployworkload.image;

import java.util.ArrayList;
import java.util.List;

/** What is said where no image can be told: a sentence, and what was found in lines below it. */
final class Explanation {

    private static final int MAX_LINES = 30;
    private static final int MAX_LOOKED = 3;

    private Explanation() {}

    static String of(String sentence, List<String> lines) {
        StringBuilder message = new StringBuilder(sentence);
        lines.stream().limit(MAX_LINES).forEach(line -> message.append("\n  ").append(line));
        if (lines.size() > MAX_LINES) {
            message.append("\n  … (").append(lines.size() - MAX_LINES).append(')');
        }
        return message.toString();
    }

    /**
     * That there is none, what there is instead, and at last what was read. Of tools that were not asked for only images
     * are said, and that they were not: how to use their other findings would lead astray.
     */
    static String none(Findings found, ImageWish wish) {
        List<String> lines = new ArrayList<>();
        found.images().forEach(image -> lines.add(Messages.Images_other(image.line())));
        found.unusable().stream()
                .filter(unusable -> unusable.isUnread() || wish.counts(unusable.source(), unusable.where()))
                .forEach(unusable -> lines.add(unusable.toString()));
        for (FoundDigest digest : found.digests()) {
            if (!wish.counts(digest.source(), digest.where())) {
                continue;
            }
            String reason = LoneDigests.reasonAgainst(digest, found);
            lines.add(digest.line() + ": " + (reason == null ? Messages.Digest_noRepository() : reason));
        }
        String what = wish.repository() == null
                ? Messages.Images_none()
                : Messages.Images_noneOf(OutputText.quoted(wish.repository()));
        return of(what + only(wish.output()), lines) + "\n  " + looked(found.looked());
    }

    private static String only(Tool output) {
        if (output == null) {
            return "";
        }
        return " " + (output == Tool.DEPLOYED ? Messages.Images_onlyDeployed() : Messages.Images_only(output.label()));
    }

    private static String looked(List<String> looked) {
        if (looked.isEmpty()) {
            return Messages.Images_nothingLooked();
        }
        String some = String.join(", ", looked.subList(0, Math.min(looked.size(), MAX_LOOKED)));
        return looked.size() > MAX_LOOKED
                ? Messages.Images_lookedAndMore(some, String.valueOf(looked.size() - MAX_LOOKED))
                : Messages.Images_looked(some);
    }
}
