package jenkins.scm.api;

import hudson.ExtensionPoint;
import hudson.model.Item;

public class SCMHead {
    SCMHead() {}

    public native SCMHeadOrigin getOrigin();

    public abstract static class HeadByItem implements ExtensionPoint {
        HeadByItem() {}

        public static native SCMHead findHead(Item item);
    }
}
