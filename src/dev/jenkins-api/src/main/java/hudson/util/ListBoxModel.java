package hudson.util;

import io.jenkins.plugins.deployworkload.signatures.Signature;
import java.util.ArrayList;

public class ListBoxModel extends ArrayList<ListBoxModel.Option> {
    private static final long serialVersionUID = 1L;

    public ListBoxModel() {}

    public static final class Option {
        private Option() {}
    }

    public void add(String displayName, String value) {
        throw Signature.only();
    }
}
