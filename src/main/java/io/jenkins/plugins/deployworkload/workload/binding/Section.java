package io.jenkins.plugins.deployworkload.workload.binding;

import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;

/**
 * A section of a description: a data-bound class whose fields are its properties. A required property is a parameter of the
 * data-bound constructor; an optional property has a data-bound setter. See {@link SectionModel}.
 */
public interface Section {

    /**
     * Checks rules that involve several properties of this section or its nested sections. A rule for one property is an
     * annotation of its field instead ({@link Text}, {@link Range}).
     *
     * @param context receives the problems, with paths relative to this section
     */
    default void check(ValidationContext context) {}
}
