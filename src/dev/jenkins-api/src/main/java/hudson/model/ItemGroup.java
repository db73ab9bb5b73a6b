package hudson.model;

import io.jenkins.plugins.deployworkload.signatures.Signature;

public interface ItemGroup<T extends Item> {
    String getFullName();

    default <T extends Item> Iterable<T> allItems(Class<T> type) {
        throw Signature.needsJenkins();
    }
}
