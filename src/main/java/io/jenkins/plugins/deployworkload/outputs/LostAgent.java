package io.jenkins.plugins.deployworkload.outputs;

import java.nio.channels.ClosedChannelException;
import java.util.stream.Stream;

/** Recognizes that the connection to an agent broke while the agent was reading a workspace. */
public final class LostAgent {

    private LostAgent() {}

    /** @param problem the exception of a request to the agent; its causes are examined too */
    public static boolean caused(Throwable problem) {
        return Stream.iterate(problem, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .anyMatch(ClosedChannelException.class::isInstance);
    }

    public static String message() {
        return Messages.LostAgent_message();
    }
}
