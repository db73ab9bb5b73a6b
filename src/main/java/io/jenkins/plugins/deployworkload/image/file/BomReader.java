package io.jenkins.plugins.deployworkload.image.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Decodes UTF-8, or UTF-16 if the content starts with the byte order mark of UTF-16. A redirection in PowerShell writes
 * UTF-16 with this mark.
 */
final class BomReader {

    private BomReader() {}

    static Reader open(InputStream content) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(content);
        bytes.mark(3);
        byte[] start = bytes.readNBytes(3);
        bytes.reset();
        Charset charset = StandardCharsets.UTF_8;
        if (startsWith(start, 0xEF, 0xBB, 0xBF)) {
            bytes.skipNBytes(3);
        } else if (startsWith(start, 0xFF, 0xFE)) {
            charset = StandardCharsets.UTF_16LE;
            bytes.skipNBytes(2);
        } else if (startsWith(start, 0xFE, 0xFF)) {
            charset = StandardCharsets.UTF_16BE;
            bytes.skipNBytes(2);
        }
        return new InputStreamReader(bytes, charset);
    }

    private static boolean startsWith(byte[] start, int... bom) {
        for (int i = 0; i < bom.length; i++) {
            if (i >= start.length || (start[i] & 0xFF) != bom[i]) {
                return false;
            }
        }
        return true;
    }
}
