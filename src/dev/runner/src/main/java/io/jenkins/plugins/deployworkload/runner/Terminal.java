package io.jenkins.plugins.deployworkload.runner;

import java.io.Console;
import java.util.Map;

/**
 * Capabilities of the terminal that shows standard output.
 *
 * @param live whether printed lines can be overwritten
 * @param colour whether colours are supported and wanted
 */
record Terminal(boolean live, boolean colour) {

    /** Detects the terminal of this process. */
    static Terminal current() {
        return of(System.getenv(), isTerminal());
    }

    /** @see <a href="https://no-color.org">no-color.org</a> */
    static Terminal of(Map<String, String> environment, boolean terminal) {
        String type = environment.getOrDefault("TERM", "");
        boolean supported = terminal && !type.isEmpty() && !"dumb".equals(type);
        return new Terminal(
                supported, supported && environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            // Before Java 22, which has no isTerminal(), a console exists only if the process has a terminal.
            return true;
        }
    }
}
