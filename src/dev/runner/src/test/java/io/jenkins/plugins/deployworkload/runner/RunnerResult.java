package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What came of calling the runner. */
record RunnerResult(int code, String out, String err) {

    /** After this a process hangs; nothing is expected to take as long. */
    static final long TIMEOUT_SECONDS = 120;

    /** As the tests expect the sentences, whatever the language of the machine. */
    static void speakEnglish() {
        Locale.setDefault(Locale.ENGLISH);
    }

    /** Calls it in this Java process. */
    static RunnerResult call(Object... arguments) {
        speakEnglish();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(strings(arguments));
        return new RunnerResult(code, out.toString(), err.toString()).withoutStackTrace();
    }

    /** Calls it as a process of its own, with no cluster named in the environment, and waits until it has ended. */
    static RunnerResult callProcess(Object... arguments) throws Exception {
        Process process = start(List.of(), arguments);
        process.getOutputStream().close();
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
        String out = read(process.getInputStream());
        assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new RunnerResult(process.exitValue(), out, err.join()).withoutStackTrace();
    }

    /** As a shell starts it that a person types into: whoever started these tests may have Ctrl-C ignored. */
    static Process startInForeground(Object... arguments) throws IOException {
        return start(List.of("env", "--default-signal=INT"), List.of(), arguments);
    }

    static Process start(List<String> javaOptions, Object... arguments) throws IOException {
        return start(List.of(), javaOptions, arguments);
    }

    private static Process start(List<String> before, List<String> javaOptions, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Duser.language=en", "-cp", System.getProperty("java.class.path")));
        command.addAll(javaOptions);
        command.add(Main.class.getName());
        command.addAll(List.of(strings(arguments)));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("KUBECONFIG");
        return builder.start();
    }

    /** All that was written. */
    String text() {
        return out + err;
    }

    /** Whatever happens, people are told in sentences. */
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
