package io.jenkins.plugins.deployworkload.runner;

import java.io.Console;
import java.util.Map;

/**
 * What the place that the output goes to can do.
 *
 * @param live whether lines that were written can be written over
 * @param colour whether it shows colours, and is asked to
 */
record Terminal(boolean live, boolean colour) {

    /** That of this process. */
    static Terminal current() {
        return of(System.getenv(), isTerminal());
    }

    /** @see <a href="https://no-color.org">no-color.org</a> */
    static Terminal of(Map<String, String> environment, boolean terminal) {
        String type = environment.getOrDefault("TERM", "");
        boolean able = terminal && !type.isEmpty() && !"dumb".equals(type);
        return new Terminal(
                able, able && environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            // Before Java 22 there was a console on a terminal only.
            return true;
        }
    }
}
