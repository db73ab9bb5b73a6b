package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** An applied object, stored with the build. */
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

    /**
     * The object's {@code metadata.generation}, which increases with each change of the spec; 0 for kinds without this
     * field.
     */
    @Exported
    public long getGeneration() {
        return generation;
    }

    /** The operation of the deploy on the object, such as create or update. */
    @Exported
    public AppliedObject.Operation getOperation() {
        return operation;
    }

    /** The operation in the reader's language, for pages. */
    public String getOperationName() {
        return DisplayNames.name(operation);
    }
}
