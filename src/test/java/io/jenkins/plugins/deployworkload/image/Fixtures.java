package io.jenkins.plugins.deployworkload.image;

import io.jenkins.plugins.deployworkload.image.file.ImageFiles;
import io.jenkins.plugins.deployworkload.image.log.ImageLog;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Outputs of build tools. The files in the folder {@code real} are original outputs of Jib 3.4.5, buildx 0.38 with
 * BuildKit 0.34, Docker 20.10, ko 0.19 and buildah 1.28, with a registry on localhost. The files in the folder
 * {@code documented} follow the source code of the tools.
 */
public final class Fixtures {

    public static final String A = "sha256:" + "a1".repeat(32);
    public static final String B = "sha256:" + "b2".repeat(32);
    public static final String C = "sha256:" + "c3".repeat(32);

    private Fixtures() {}

    public static String text(String name) {
        try (InputStream stream = Fixtures.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Findings file(String name) throws UnreadableOutputException {
        return ImageFiles.read(name, text(name), null);
    }

    public static Findings log(String text) throws UnreadableOutputException {
        try {
            return ImageLog.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
