package io.jenkins.plugins.deployworkload.image.search;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.file.OutputText;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FoundDigest;
import io.jenkins.plugins.deployworkload.image.model.ImageQuery;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import java.util.ArrayList;
import java.util.List;

/** What is said where no image can be told: a sentence, and what was found in lines below it. */
final class ImageErrorMessage {

    private static final int MAX_LINES = 30;
    private static final int MAX_OUTPUTS = 3;

    private ImageErrorMessage() {}

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
    static String noImage(Findings found, ImageQuery wish) {
        List<String> lines = new ArrayList<>();
        found.images().forEach(image -> lines.add(Messages.ImageErrorMessage_notRequested(image.describe())));
        found.rejected().stream()
                .filter(unusable -> unusable.isUnreadable() || wish.includes(unusable.source(), unusable.location()))
                .forEach(unusable -> lines.add(unusable.toString()));
        for (FoundDigest digest : found.digests()) {
            if (!wish.includes(digest.source(), digest.location())) {
                continue;
            }
            String reason = DigestsWithoutRepository.rejectionReason(digest, found);
            lines.add(digest.describe() + ": " + (reason == null ? Messages.Digest_noRepository() : reason));
        }
        String what = wish.repository() == null
                ? Messages.ImageErrorMessage_noImage()
                : Messages.ImageErrorMessage_noImageOf(OutputText.excerpt(wish.repository()));
        return of(what + restriction(wish.output()), lines) + "\n  " + outputsRead(found.outputsRead());
    }

    private static String restriction(Tool output) {
        if (output == null) {
            return "";
        }
        return " "
                + (output == Tool.DEPLOYED
                        ? Messages.ImageErrorMessage_onlyEarlierDeploys()
                        : Messages.ImageErrorMessage_onlyOutputsOf(output.label()));
    }

    private static String outputsRead(List<String> looked) {
        if (looked.isEmpty()) {
            return Messages.ImageErrorMessage_nothingToRead();
        }
        String some = String.join(", ", looked.subList(0, Math.min(looked.size(), MAX_OUTPUTS)));
        return looked.size() > MAX_OUTPUTS
                ? Messages.ImageErrorMessage_outputsReadAndMore(some, String.valueOf(looked.size() - MAX_OUTPUTS))
                : Messages.ImageErrorMessage_outputsRead(some);
    }
}
