package io.jenkins.plugins.deployworkload.workload.image;

/** A place to search for the output of build tools. */
sealed interface ImagePlace permits BuildPlace, JobPlace {

    /** The name in descriptions. */
    String name();

    /** Whether the place has files. */
    boolean hasFiles();

    /** Whether the output of this tool can be found there without a file pattern. */
    boolean holds(ImageOutput output);
}
