package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** An object that was applied, as a build keeps it. */
@ExportedBean(defaultVisibility = 4)
public final class DeployedObject {

    private final String kind;
    private final String namespace;
    private final String name;
    private final long generation;
    private final AppliedObject.Operation operation;

    DeployedObject(AppliedObject object) {
        this.kind = object.kind();
        this.namespace = object.namespace();
        this.name = object.name();
        this.generation = object.generation();
        this.operation = object.operation();
    }

    @Exported
    public String getKind() {
        return kind;
    }

    @Exported
    public String getNamespace() {
        return namespace;
    }

    @Exported
    public String getName() {
        return name;
    }

    /** Counts the changes of its spec; 0 for kinds that do not count them. */
    @Exported
    public long getGeneration() {
        return generation;
    }

    /** What the apply did to it. */
    @Exported
    public AppliedObject.Operation getOperation() {
        return operation;
    }

    /** For pages, in the reader's language. */
    public String getOperationName() {
        return DisplayNames.name(operation);
    }
}
