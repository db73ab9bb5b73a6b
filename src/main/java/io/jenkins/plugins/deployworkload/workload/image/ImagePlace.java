package io.jenkins.plugins.deployworkload.workload.image;

/** A place to search for the output of build tools. */
sealed interface ImagePlace permits BuildPlace, JobPlace {

    /** The value that descriptions use for this place. */
    String name();

    /** Whether the place has files. */
    boolean hasFiles();

    /** Whether the plugin can find this output in this place without a file pattern from the user. */
    boolean holds(ImageOutput output);
}
