package io.jenkins.plugins.deployworkload.bench.scale;

import io.jenkins.plugins.deployworkload.bench.Machine;
import io.jenkins.plugins.deployworkload.bench.MarkdownWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Measures how the engine behaves at the size of a company, and writes the page. */
public final class ScaleBench {

    private ScaleBench() {}

    /**
     * @param arguments path of the page to write; minutes of the soak test, of which 0 leaves it out; seconds between two
     *     deploys of an application in the soak test
     */
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("io.fabric8").setLevel(Level.OFF);
        Path page = Path.of(arguments[0]);
        String text = run(
                ScaleSize.full(
                        Duration.ofMinutes(Long.parseLong(arguments[1])),
                        Duration.ofSeconds(Long.parseLong(arguments[2]))),
                soFar -> Files.writeString(page, soFar));
        System.out.println(text);
        System.exit(0);
    }

    /** Keeps the page after each measurement, because a run takes long. */
    interface Page {
        void write(String text) throws IOException;
    }

    static String run(ScaleSize size, Page page) throws Exception {
        Machine machine = new Machine();
        MarkdownWriter sections = new MarkdownWriter();
        log("a full cluster");
        String kubernetes = new FullCluster(size, sections).run();
        page.write(text(machine, kubernetes, sections));
        log("many deploys at once");
        new ManyDeploys(size).run(false, sections);
        page.write(text(machine, kubernetes, sections));
        log("many deploys at once, with API servers that answer 429");
        new ManyDeploys(size).run(true, sections);
        page.write(text(machine, kubernetes, sections));
        if (size.soak().isPositive()) {
            log("soak test");
            new Soak(size.soak(), size.workers(), size.pause()).run(sections);
            page.write(text(machine, kubernetes, sections));
        }
        return text(machine, kubernetes, sections);
    }

    private static String text(Machine machine, String kubernetes, MarkdownWriter sections) {
        MarkdownWriter report = new MarkdownWriter();
        report.line("# Scale: large clusters, many deploys, long runs");
        report.line("");
        report.line(
                "Written by `mvn -f src/dev -Pscale package`. The engine deploys to real control planes (API server, controller");
        report.line(
                "manager, scheduler, etcd; kwok simulates the nodes) on the same machine. " + machine.text(kubernetes));
        report.line("");
        report.line("[bench.md](bench.md) defines own time and lag. It also compares single deploys with other tools.");
        return report.text() + sections.text() + ClusterGrowth.TEXT;
    }

    private static void log(String message) {
        System.err.println("scale: " + message);
    }
}
