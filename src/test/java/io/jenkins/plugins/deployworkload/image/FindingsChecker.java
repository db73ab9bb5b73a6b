package io.jenkins.plugins.deployworkload.image;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Says whether what was found stands in the input. Shares nothing with the readers: what they must have left out is taken out
 * by patterns of its own, and then repository, tags and digest must be there word for word, ended on both sides, the digest
 * not only where the tools write image IDs, and the digest of a push below its repository.
 */
final class FindingsChecker {

    private static final Pattern NOTE = Pattern.compile("\u001B\\[8mha:[^\u001B\r\n]*");
    private static final Pattern COMMAND =
            Pattern.compile("\u001B\\][^\u0007\u001B\r\n]*(\u0007|\u001B\\\\|(?=[\r\n]))");
    private static final Pattern ESCAPES = Pattern.compile("\u001B(\\[[^@-~\u001B\r\n]*[@-~]?|[ -/]*[0-~]?)");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern LABEL = Pattern.compile(
            "(imageId|config\\.digest|image-id|writing image|exporting config|Copying config|Successfully built)[\": =]*$");

    private final String input;
    private final List<String> lines;

    FindingsChecker(String raw, boolean log) {
        String clean = raw;
        if (log) {
            clean = NOTE.matcher(clean).replaceAll("");
            clean = COMMAND.matcher(clean).replaceAll("");
            clean = ESCAPES.matcher(clean).replaceAll("");
        } else {
            clean = clean.replace("\\", "");
        }
        input = clean;
        lines = List.of(clean.split("[\r\n]"));
    }

    /** What is wrong; {@code null} if nothing. */
    String problem(Findings found) {
        for (FoundImage image : found.images()) {
            if (!stands("[A-Za-z0-9._/:-]", image.repository(), "[A-Za-z0-9_./-]")) {
                return "repository " + image;
            }
            for (String tag : image.tags()) {
                if (!stands("[A-Za-z0-9_.-]", tag, "[A-Za-z0-9_.-]")) {
                    return "tag " + image;
                }
            }
            if (image.digest() != null && !isDigest(image.digest())) {
                return "digest " + image;
            }
            if (image.digest() != null && isUndescribed(image.source())) {
                return "perhaps an image ID " + image;
            }
            if (image.source() == Tool.DOCKER_PUSH && !isPushed(image)) {
                return "pushed elsewhere " + image;
            }
        }
        for (FoundDigest digest : found.digests()) {
            if (!isDigest(digest.digest()) || isUndescribed(digest.source())) {
                return "bare " + digest;
            }
        }
        return null;
    }

    private boolean stands(String notBefore, String text, String notAfter) {
        return Pattern.compile("(?<!" + notBefore + ")" + Pattern.quote(text) + "(?!" + notAfter + ")")
                .matcher(input)
                .find();
    }

    private boolean isDigest(String digest) {
        return DIGEST.matcher(digest).matches()
                && Pattern.compile(digest + "(?![0-9a-zA-Z])")
                        .matcher(input)
                        .results()
                        .anyMatch(this::isNotLabelled);
    }

    private boolean isNotLabelled(MatchResult match) {
        String before = input.substring(Math.max(0, match.start() - 60), match.start());
        return !LABEL.matcher(before).find();
    }

    private boolean isUndescribed(Tool tool) {
        return (tool == Tool.BUILDX || tool == Tool.BAKE)
                && !input.contains("containerimage.descriptor")
                && !input.contains("containerimage.config.digest");
    }

    private boolean isPushed(FoundImage image) {
        String repository = null;
        for (String line : lines) {
            int refers = line.indexOf("The push refers to repository [");
            if (refers >= 0) {
                repository = line.substring(line.indexOf('[', refers) + 1).replaceAll("\\].*", "");
            } else if (line.contains(image.tags().get(0) + ": digest: " + image.digest())
                    && image.repository().equals(repository)) {
                return true;
            }
        }
        return false;
    }
}
