package io.jenkins.plugins.deployworkload.bench.deployer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs commands in a shell. They find their caches and settings in a directory of their own. */
public final class Command {

    record Result(int exitCode, String output) {

        /** The last line of the output that is not empty; empty if there is none. */
        String lastLine() {
            return output.lines()
                    .filter(line -> !line.isBlank())
                    .reduce((first, second) -> second)
                    .orElse("")
                    .strip();
        }
    }

    private Command() {}

    /**
     * @param home the home directory of the command
     * @return the output
     * @throws IllegalStateException if the command fails
     */
    public static String run(Path home, String script) {
        Result result = execute(home, script);
        if (result.exitCode() != 0) {
            throw new IllegalStateException(script + ": " + result.output());
        }
        return result.output();
    }

    /** @throws IllegalStateException if the command succeeds */
    static void fail(Path home, String script) {
        Result result = execute(home, script);
        if (result.exitCode() == 0) {
            throw new IllegalStateException(script + " has not failed: " + result.output());
        }
    }

    static Result execute(Path home, String script) {
        ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-c", script)).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_") || name.startsWith("HELM_"));
        builder.environment().remove("KUBECONFIG");
        builder.environment().put("HOME", home.toString());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
