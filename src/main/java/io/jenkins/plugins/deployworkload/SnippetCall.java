package io.jenkins.plugins.deployworkload;

import java.util.Map;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;

/**
 * A call without arguments in a snippet, such as {@code fromBuild()}. Pipeline's snippet generator writes an empty map as
 * an empty list, which is misread.
 */
final class SnippetCall extends UninstantiatedDescribable {
    private static final long serialVersionUID = 1L;

    /** An empty map where no alternative can be called. */
    static final SnippetCall EMPTY_MAP = new SnippetCall("new HashMap");

    private final String name;

    /** @param name the name of an alternative; {@link StepArguments} reads the call like a map with one key */
    SnippetCall(String name) {
        super(name, null, Map.of());
        this.name = name;
    }

    /** There is no argument, also if the model of the alternative has one. */
    @Override
    public boolean hasSoleRequiredArgument() {
        return false;
    }

    /** Pipeline's snippet generator writes this map if a step has the same name, because a call would run that step. */
    @Override
    public Map<String, Object> toShallowMap() {
        return Map.of(name, EMPTY_MAP);
    }
}
