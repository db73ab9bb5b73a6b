package io.jenkins.plugins.deployworkload.image.search;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FoundDigest;
import io.jenkins.plugins.deployworkload.image.model.ImageQuery;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import java.util.ArrayList;
import java.util.List;

/** The message of an {@link ImageException}: a sentence, followed by one line for each finding. */
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
     * The message for the case that no image was found, with the findings that cannot be used and the outputs that were
     * read. If the query excludes a tool, the message lists only the images of this tool, because advice about its
     * other findings would be misleading.
     */
    static String noImage(Findings found, ImageQuery query) {
        List<String> lines = new ArrayList<>();
        found.images().forEach(image -> lines.add(Messages.ImageErrorMessage_notRequested(image.describe())));
        found.rejected().stream()
                .filter(rejected -> rejected.isUnreadable() || query.includes(rejected.source(), rejected.location()))
                .forEach(rejected -> lines.add(rejected.toString()));
        for (FoundDigest digest : found.digests()) {
            if (!query.includes(digest.source(), digest.location())) {
                continue;
            }
            String reason = DigestsWithoutRepository.rejectionReason(digest, found);
            lines.add(digest.describe() + ": "
                    + (reason == null ? Messages.DigestsWithoutRepository_repositoryRequired() : reason));
        }
        String sentence = query.repository() == null
                ? Messages.ImageErrorMessage_noImage()
                : Messages.ImageErrorMessage_noImageOf(Excerpt.of(query.repository()));
        return of(sentence + restriction(query.output()), lines) + "\n  " + outputsRead(found.outputsRead());
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

    private static String outputsRead(List<String> outputs) {
        if (outputs.isEmpty()) {
            return Messages.ImageErrorMessage_nothingToRead();
        }
        String first = String.join(", ", outputs.subList(0, Math.min(outputs.size(), MAX_OUTPUTS)));
        return outputs.size() > MAX_OUTPUTS
                ? Messages.ImageErrorMessage_outputsReadAndMore(first, String.valueOf(outputs.size() - MAX_OUTPUTS))
                : Messages.ImageErrorMessage_outputsRead(first);
    }
}
