package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.rollout.revision.RevisionKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import picocli.CommandLine.Option;

/** The option that names the file with the revision key. */
final class RevisionKeyOption {

    private static final Set<PosixFilePermission> PERMISSIONS_OF_OTHERS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    @Option(
            names = "--revision-key",
            paramLabel = "FILE",
            description =
                    "The key that protects stored revisions, at least 32 bytes; default: deploy-workload/revision.key in"
                            + " the user's configuration folder, created on first use.")
    private Path file;

    /** Reads the key, and creates the default file if it is missing. */
    RevisionKey key() throws CommandException {
        Path path = file == null ? defaultFile() : file;
        try {
            if (file == null) {
                createIfAbsent(path);
            }
            if (isPosix(path)
                    && Files.getPosixFilePermissions(path).stream().anyMatch(PERMISSIONS_OF_OTHERS::contains)) {
                throw new CommandException(
                        ExitCode.INVALID_INPUT,
                        "--revision-key: " + path + " can be read or written by everybody. Run: chmod 600 " + path);
            }
            // Without surrounding space, so that the text can be pasted into the configuration of Jenkins.
            byte[] key =
                    Files.readString(path, StandardCharsets.ISO_8859_1).strip().getBytes(StandardCharsets.ISO_8859_1);
            if (key.length < RevisionKey.MIN_BYTES) {
                throw new CommandException(
                        ExitCode.INVALID_INPUT,
                        "--revision-key: " + path + " is too short; a key has at least " + RevisionKey.MIN_BYTES
                                + " bytes, such as the output of \"openssl rand -base64 48\".");
            }
            return () -> key;
        } catch (IOException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, "--revision-key: " + path + " cannot be read");
        }
    }

    /** As the XDG Base Directory Specification: {@code $XDG_CONFIG_HOME}, or {@code .config} in the home folder. */
    private static Path defaultFile() {
        String configured = System.getenv().getOrDefault("XDG_CONFIG_HOME", "");
        Path folder = configured.isBlank() ? Path.of(System.getProperty("user.home"), ".config") : Path.of(configured);
        return folder.resolve("deploy-workload").resolve("revision.key");
    }

    private static void createIfAbsent(Path path) throws IOException {
        if (Files.exists(path)) {
            return;
        }
        Files.createDirectories(path.getParent());
        byte[] key = new byte[RevisionKey.MIN_BYTES];
        new SecureRandom().nextBytes(key);
        String text = Base64.getEncoder().encodeToString(key) + System.lineSeparator();
        FileAttribute<?>[] attributes = isPosix(path.getParent())
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (SeekableByteChannel channel = Files.newByteChannel(
                path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (FileAlreadyExistsException e) {
            // Another process has created the key at the same moment.
        }
    }

    private static boolean isPosix(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }
}
