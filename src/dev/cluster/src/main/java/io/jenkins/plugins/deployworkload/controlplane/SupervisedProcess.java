package io.jenkins.plugins.deployworkload.controlplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A child process that is killed when this Java process ends, even if SIGKILL ends this Java process; see {@code
 * supervise.sh}.
 */
final class SupervisedProcess {

    private static final String SCRIPT = new String(ClasspathResources.read("supervise.sh"), StandardCharsets.UTF_8);

    /** The number of log lines in error messages. They are enough to see why a component exited. */
    private static final int LINES_SHOWN = 15;

    private final Process supervisor;
    private final ProcessHandle program;
    private final Path log;

    private SupervisedProcess(Process supervisor, ProcessHandle program, Path log) {
        this.supervisor = supervisor;
        this.program = program;
        this.log = log;
    }

    /**
     * @param directory working directory of the program
     * @param log file to which the program's output is appended
     */
    static SupervisedProcess start(Path directory, Path log, List<String> command) throws IOException {
        List<String> supervised = new ArrayList<>(List.of("sh", "-c", SCRIPT, "supervise", log.toString()));
        supervised.addAll(command);
        Process supervisor = new ProcessBuilder(supervised)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String pid = supervisor.inputReader().readLine();
        ProcessHandle program = pid == null
                ? supervisor.toHandle()
                : ProcessHandle.of(Long.parseLong(pid)).orElseGet(supervisor::toHandle);
        // A shell of supervise.sh waits for the end of this pipe and exits when it is closed.
        supervisor.onExit().thenAccept(SupervisedProcess::closePipe);
        return new SupervisedProcess(supervisor, program, log);
    }

    /** The process of the program, not of the shells that supervise it. */
    ProcessHandle program() {
        return program;
    }

    /** The program and the shells that supervise it. */
    Stream<ProcessHandle> handles() {
        return Stream.concat(
                Stream.concat(Stream.of(supervisor.toHandle()), supervisor.descendants()), Stream.of(program));
    }

    boolean isAlive() {
        return supervisor.isAlive();
    }

    /** Completes when the program exits. */
    CompletableFuture<Process> onExit() {
        return supervisor.onExit();
    }

    /** Sends SIGKILL, which also ends a suspended process, and returns at once. */
    void kill() {
        program.destroyForcibly();
    }

    /** Kills the program, and waits until the program and its supervisor have ended. */
    void stop() {
        kill();
        // The supervising shell kills the program when the pipe is closed, even if this process does not know the
        // process ID.
        closePipe(supervisor);
        supervisor.onExit().join();
    }

    /** Sends a signal that Java has no method for, such as {@code STOP} or {@code CONT}. */
    void signal(String name) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -s \"$1\" \"$2\"", "kill", name, "" + program.pid())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (kill.onExit().join().exitValue() != 0) {
                throw new ControlPlaneException("cannot send " + name + " to process " + program.pid() + ": " + output);
            }
        } catch (IOException e) {
            throw new ControlPlaneException("cannot send " + name + " to process " + program.pid(), e);
        }
    }

    /** The last lines of the program's output, for an error message. */
    String lastLines() {
        try (Stream<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines()) {
            List<String> all = lines.toList();
            return String.join(System.lineSeparator(), all.subList(Math.max(0, all.size() - LINES_SHOWN), all.size()));
        } catch (IOException e) {
            return "(" + log + " cannot be read: " + e.getMessage() + ")";
        }
    }

    private static void closePipe(Process supervisor) {
        try {
            supervisor.getOutputStream().close();
        } catch (IOException closedAlready) {
            // Already closed.
        }
    }
}
