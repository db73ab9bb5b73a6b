package io.jenkins.plugins.deployworkload.registry;

import java.util.List;

/**
 * The names of repositories or tags.
 *
 * @param more whether the registry has more names than were read
 */
public record NameList(List<String> names, boolean more) {

    public NameList {
        names = List.copyOf(names);
    }
}
