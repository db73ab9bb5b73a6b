package io.jenkins.plugins.deployworkload.bench.deployer;

import io.jenkins.plugins.deployworkload.bench.shape.Application;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Deploys with a command line, as a well-written script does. The files are written before the measurement. The tool
 * keeps its caches in a directory of its own, and has its default rate limits.
 */
abstract class CommandLineDeployer implements Deployer {

    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final String label;
    private final Path home;
    private final String tool;

    /**
     * @param program the tool
     * @param home empty directory for the files and caches of this deployer
     * @param kubeconfig YAML
     */
    CommandLineDeployer(String label, Path program, Path home, String kubeconfig) throws IOException {
        this.label = label;
        this.home = home;
        Path file = Files.writeString(home.resolve("kubeconfig"), kubeconfig);
        this.tool = program + " --kubeconfig=" + file + " ";
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String userAgent() {
        return label;
    }

    @Override
    public Times deploy(Application application) {
        Path folder = write(application);
        long start = System.nanoTime();
        Command.run(home, deployCommand(application, folder, seconds(TIMEOUT)));
        long end = System.nanoTime();
        return new Times(start, OptionalLong.empty(), OptionalLong.empty(), end, end);
    }

    @Override
    public Attempt attempt(Application application, Duration timeout) {
        Path folder = write(application);
        long start = System.nanoTime();
        Command.Result result = Command.execute(home, deployCommand(application, folder, seconds(timeout)));
        return new Attempt(result.exitCode() == 0, System.nanoTime() - start, result.lastLine());
    }

    @Override
    public FailureTimes deployAndRollBack(Application failing, Application healthy, Duration timeout) {
        Path folder = write(failing);
        long start = System.nanoTime();
        Command.fail(home, deployCommand(failing, folder, seconds(timeout)));
        long failed = System.nanoTime();
        write(healthy);
        Command.run(home, rollbackCommand(healthy, folder, seconds(TIMEOUT)));
        return new FailureTimes(start, OptionalLong.empty(), failed, System.nanoTime());
    }

    private static String seconds(Duration timeout) {
        return timeout.toSeconds() + "s";
    }

    private Path write(Application application) {
        Path folder = home.resolve(application.name());
        try {
            boolean isFirst = !Files.exists(folder);
            write(application, Files.createDirectories(folder), isFirst);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    /** The tool with the options of all commands, for the shell. */
    final String tool() {
        return tool;
    }

    final Path home() {
        return home;
    }

    /**
     * Writes the files that the tool deploys.
     *
     * @param isFirst whether the directory is new
     */
    abstract void write(Application application, Path folder, boolean isFirst) throws IOException;

    /** @return a command for the shell, which ends when the application is healthy */
    abstract String deployCommand(Application application, Path folder, String timeout);

    /**
     * @param application the application after the rollback; its files are in the directory
     * @return a command for the shell, which ends when the application is healthy
     */
    abstract String rollbackCommand(Application application, Path folder, String timeout);
}
