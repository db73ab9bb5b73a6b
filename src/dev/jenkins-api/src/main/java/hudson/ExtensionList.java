package hudson;

import io.jenkins.plugins.deployworkload.signatures.Signature;

public class ExtensionList<T> {
    protected ExtensionList() {}

    public static <U> U lookupSingleton(Class<U> type) {
        throw Signature.only();
    }
}
