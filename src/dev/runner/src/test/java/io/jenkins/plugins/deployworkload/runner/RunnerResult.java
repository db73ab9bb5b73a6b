package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Exit code and output of a runner call. */
record RunnerResult(int code, String out, String err) {

    /** The limit for a call. A process that exceeds it has hung: the slowest call takes far less time. */
    static final long TIMEOUT_SECONDS = 120;

    /** The home folder of all calls, because the runner creates a key there. */
    private static final Path HOME = createHome();

    private static Path createHome() {
        try {
            Path home = Files.createTempDirectory("home-");
            System.setProperty("user.home", home.toString());
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets the default locale, because the tests expect English messages. */
    static void useEnglish() {
        Locale.setDefault(Locale.ENGLISH);
    }

    /** Runs the runner in this JVM. */
    static RunnerResult call(Object... arguments) {
        useEnglish();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(strings(arguments));
        return new RunnerResult(code, out.toString(), err.toString()).withoutStackTrace();
    }

    /** Runs the runner as a process, without {@code KUBECONFIG}, and waits for its end. */
    static RunnerResult callProcess(Object... arguments) throws Exception {
        Process process = start(List.of(), arguments);
        process.getOutputStream().close();
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
        String out = read(process.getInputStream());
        assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new RunnerResult(process.exitValue(), out, err.join()).withoutStackTrace();
    }

    /**
     * Starts the runner as an interactive shell does, with the default handling of SIGINT. If the test process ignores
     * SIGINT, its child processes would inherit this.
     */
    static Process startInForeground(Object... arguments) throws IOException {
        return start(List.of("env", "--default-signal=INT"), List.of(), arguments);
    }

    static Process start(List<String> javaOptions, Object... arguments) throws IOException {
        return start(List.of(), javaOptions, arguments);
    }

    private static Process start(List<String> prefix, List<String> javaOptions, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-Duser.language=en", "-Duser.home=" + HOME, "-cp", System.getProperty("java.class.path")));
        command.addAll(javaOptions);
        command.add(Main.class.getName());
        command.addAll(List.of(strings(arguments)));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("KUBECONFIG");
        return builder.start();
    }

    /** Standard output and standard error. */
    String text() {
        return out + err;
    }

    /** Checks that the output has no stack trace, which users must never see. */
    private RunnerResult withoutStackTrace() {
        assertThat(text()).doesNotContain("\tat ", "Exception");
        return this;
    }

    private static String[] strings(Object... arguments) {
        return List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
