package hudson.model;

import io.jenkins.plugins.deployworkload.signatures.Signature;
import java.io.PrintStream;

public interface TaskListener {
    TaskListener NULL = Signature.noValue();

    PrintStream getLogger();
}
