package io.jenkins.plugins.deployworkload.workload.binding;

import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;

/**
 * One section of a workload's description: a small class whose fields are its properties. A property is a constructor
 * parameter of the data-bound constructor (required) or has a data-bound setter (optional); see {@link SectionModel}.
 */
public interface Section {

    /**
     * Rules over several properties of this section, or over the sections in it. A rule about one property is an
     * annotation on its field ({@link Text}, {@link Range}) instead.
     *
     * @param report takes each problem that is found; paths are relative to this section
     */
    default void check(ValidationContext report) {}
}
