package io.jenkins.plugins.deployworkload.workload.container.handler;

import io.jenkins.plugins.deployworkload.workload.binding.Section;
import java.util.ArrayList;
import java.util.List;

/** The properties of a probe or hook that runs a command in the container. */
public abstract class Exec implements Section {

    private final List<String> command;

    Exec(List<String> command) {
        this.command = command == null ? List.of() : new ArrayList<>(command);
    }

    public List<String> getCommand() {
        return command;
    }
}
