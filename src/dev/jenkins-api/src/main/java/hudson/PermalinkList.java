package hudson;

import hudson.model.PermalinkProjectAction.Permalink;
import java.util.ArrayList;

public final class PermalinkList extends ArrayList<Permalink> {
    private static final long serialVersionUID = 1L;

    private PermalinkList() {}
}
