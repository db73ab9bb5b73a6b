package io.jenkins.plugins.deployworkload.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code reference}: generates the pages of {@code docs/reference}. A test fails if the pages in the repository differ
 * from the generated pages.
 */
@Command(
        name = "reference",
        description = "Generates the pages of docs/reference.",
        hidden = true,
        mixinStandardHelpOptions = true)
final class ReferenceCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DOCS", description = "The docs directory, which contains the examples.")
    private Path docs;

    @Override
    public Integer call() throws IOException, CommandException {
        Map<String, String> pages = new ReferencePages(Examples.read(docs.resolve("examples"))).pages();
        Path folder = Files.createDirectories(docs.resolve("reference"));
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Files.writeString(folder.resolve(page.getKey()), page.getValue());
        }
        return ExitCode.OK.code();
    }
}
