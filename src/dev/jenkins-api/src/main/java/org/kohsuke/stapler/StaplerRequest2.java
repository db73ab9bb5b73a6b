package org.kohsuke.stapler;

public interface StaplerRequest2 {
    String getRestOfPath();

    String getParameter(String name);
}
