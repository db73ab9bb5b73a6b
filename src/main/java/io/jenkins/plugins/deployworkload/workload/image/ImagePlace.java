package io.jenkins.plugins.deployworkload.workload.image;

/** A place to search for the output of build tools. */
sealed interface ImagePlace permits BuildPlace, JobPlace {

    /** The value that descriptions use for this place. */
    String name();

    /** Whether the place has files. */
    boolean hasFiles();

    /** Whether this place can contain the output in a form that the plugin finds without a file pattern. */
    boolean holds(ImageOutput output);
}
