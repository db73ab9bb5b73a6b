package io.jenkins.plugins.deployworkload.controlplane;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The component processes of one control plane. After {@link #close}, no process can be started. */
final class Processes {

    private final CommandLines commands;
    private final Map<Component, SupervisedProcess> running = new EnumMap<>(Component.class);
    private boolean closed;

    Processes(CommandLines commands) {
        this.commands = commands;
    }

    /** Starts a component and returns without waiting until it is ready. */
    synchronized SupervisedProcess start(Component component) throws IOException {
        if (closed) {
            throw new ControlPlaneException("the control plane is closed");
        }
        Layout layout = commands.layout();
        SupervisedProcess process =
                SupervisedProcess.start(layout.directory(), layout.log(component), commands.of(component));
        running.put(component, process);
        return process;
    }

    synchronized SupervisedProcess get(Component component) {
        SupervisedProcess process = running.get(component);
        if (process == null) {
            throw new ControlPlaneException(component.binary() + " is not running");
        }
        return process;
    }

    /** Kills a component if it runs, and waits for its end. */
    void kill(Component component) {
        SupervisedProcess process;
        synchronized (this) {
            process = running.remove(component);
        }
        if (process != null) {
            process.stop();
        }
    }

    synchronized List<ProcessHandle> handles() {
        return running.values().stream()
                .flatMap(SupervisedProcess::handles)
                .distinct()
                .toList();
    }

    /** Throws an exception if a component has exited by itself. */
    synchronized void checkAlive() {
        running.forEach((component, process) -> {
            if (!process.isAlive()) {
                throw unexpectedExit(component, process);
            }
        });
    }

    private static ControlPlaneException unexpectedExit(Component component, SupervisedProcess process) {
        String lines = process.lastLines();
        String message =
                component.binary() + " exited unexpectedly. Last lines of its log:" + System.lineSeparator() + lines;
        return lines.contains("address already in use")
                ? new PortTakenException(message)
                : new ControlPlaneException(message);
    }

    /** Kills all components and waits for their end. */
    void close() {
        List<SupervisedProcess> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(running.values());
        }
        all.forEach(SupervisedProcess::kill);
        all.forEach(SupervisedProcess::stop);
    }
}
