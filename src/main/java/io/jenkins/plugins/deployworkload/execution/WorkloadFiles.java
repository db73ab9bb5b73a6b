package io.jenkins.plugins.deployworkload.execution;

import hudson.AbortException;
import hudson.FilePath;
import io.jenkins.plugins.deployworkload.outputs.LostAgent;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads workloads from YAML files of a workspace, which may be on an agent. */
final class WorkloadFiles {

    private WorkloadFiles() {}

    /**
     * @param workspace the workspace; null if the step has no workspace
     * @param pattern   Ant pattern
     * @throws AbortException              if there is no workspace, no file matches, or a limit is exceeded
     * @throws InvalidDescriptionException if files are invalid; the exception lists the problems of all files
     */
    static List<Workload> read(FilePath workspace, String pattern, Variables variables)
            throws IOException, InterruptedException, InvalidDescriptionException {
        return parse(search(workspace, new WorkspaceFileReader(pattern)), pattern, variables);
    }

    /**
     * Finds and reads files.
     *
     * @throws AbortException if there is no workspace, or a limit is exceeded
     */
    static WorkspaceFileReader.Result find(FilePath workspace, WorkspaceFileReader reader)
            throws IOException, InterruptedException {
        WorkspaceFileReader.Result found = search(workspace, reader);
        checkLimits(found, reader.pattern());
        return found;
    }

    private static WorkspaceFileReader.Result search(FilePath workspace, WorkspaceFileReader reader)
            throws IOException, InterruptedException {
        if (workspace == null) {
            throw new AbortException(Messages.WorkloadFiles_noWorkspace());
        }
        try {
            return workspace.act(reader);
        } catch (IOException | RuntimeException e) {
            // The exception of an aborted request is a RuntimeException.
            if (LostAgent.caused(e)) {
                throw new AbortException(Messages.WorkloadFiles_cannotRead(LostAgent.message()));
            }
            throw e;
        }
    }

    /**
     * Parses the files on the controller, so that messages have the language of the controller and not of the agent.
     */
    static List<Workload> parse(WorkspaceFileReader.Result found, String pattern, Variables variables)
            throws AbortException, InvalidDescriptionException {
        checkLimits(found, pattern);
        if (found.files().isEmpty()) {
            throw new AbortException(Messages.WorkloadFiles_noMatch(pattern));
        }
        List<Workload> workloads = new ArrayList<>();
        Problems problems = new Problems();
        for (WorkspaceFileReader.FileContent file : found.files()) {
            try {
                workloads.addAll(YamlReader.read(text(file), file.name(), Workload.class, variables));
            } catch (InvalidDescriptionException e) {
                problems.addAll(e.problems());
            }
        }
        Set<String> names = new HashSet<>();
        workloads.stream()
                .filter(workload -> !names.add(workload.getName()))
                .forEach(duplicate ->
                        problems.add("name", Messages.WorkloadFiles_duplicateName(duplicate.getName(), pattern)));
        problems.throwIfAny();
        return workloads;
    }

    /** Checks the limits also for the files themselves, because the code on the agent may not be ours. */
    private static void checkLimits(WorkspaceFileReader.Result found, String pattern) throws AbortException {
        if (found.limitReached()) {
            throw new AbortException(Messages.WorkloadFiles_limitExceeded(
                    pattern,
                    Integer.toString(WorkspaceFileReader.MAX_VISITED),
                    Integer.toString(WorkspaceFileReader.MAX_TOTAL_BYTES),
                    Integer.toString(WorkspaceFileReader.MAX_FILES)));
        }
        long size = found.size();
        if (found.files().size() > WorkspaceFileReader.MAX_FILES || size > WorkspaceFileReader.MAX_TOTAL_BYTES) {
            throw new AbortException(Messages.WorkloadFiles_agentExceeded(
                    pattern,
                    Integer.toString(found.files().size()),
                    Long.toString(size),
                    Integer.toString(WorkspaceFileReader.MAX_FILES),
                    Integer.toString(WorkspaceFileReader.MAX_TOTAL_BYTES)));
        }
    }

    /** @throws InvalidDescriptionException if the file is a link out of the workspace or too large */
    static byte[] bytes(WorkspaceFileReader.FileContent file) throws InvalidDescriptionException {
        return bytes(file, WorkspaceFileReader.MAX_FILE_BYTES);
    }

    private static byte[] bytes(WorkspaceFileReader.FileContent file, int maxBytes) throws InvalidDescriptionException {
        if (file.bytes() == null) {
            throw unreadable(Messages.WorkloadFiles_outsideWorkspace(), file.name());
        }
        if (file.bytes().length > maxBytes) {
            throw unreadable(Messages.WorkloadFiles_tooLarge(Integer.toString(maxBytes)), file.name());
        }
        return file.bytes();
    }

    /** @throws InvalidDescriptionException if the file is a link out of the workspace, too large, or not UTF-8 */
    static String text(WorkspaceFileReader.FileContent file) throws InvalidDescriptionException {
        return text(file, WorkspaceFileReader.MAX_FILE_BYTES);
    }

    /** Like {@link #text(WorkspaceFileReader.FileContent)}, with another limit in bytes. */
    static String text(WorkspaceFileReader.FileContent file, int maxBytes) throws InvalidDescriptionException {
        ByteBuffer bytes = ByteBuffer.wrap(bytes(file, maxBytes));
        CharBuffer text = CharBuffer.allocate(file.bytes().length);
        if (StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true).isError()) {
            int line = 1;
            for (int i = 0; i < bytes.position(); i++) {
                line += file.bytes()[i] == '\n' ? 1 : 0;
            }
            throw unreadable(Messages.WorkloadFiles_notUtf8(), file.name() + ":" + line);
        }
        return text.flip().toString();
    }

    private static InvalidDescriptionException unreadable(String message, String location) {
        return new InvalidDescriptionException(List.of(new Problem("", message, location)));
    }
}
