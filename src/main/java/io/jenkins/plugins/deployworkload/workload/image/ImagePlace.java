package io.jenkins.plugins.deployworkload.workload.image;

/** A place where outputs are looked for. */
sealed interface ImagePlace permits BuildPlace, JobPlace {

    /** As in descriptions. */
    String name();

    /** Whether files are there, of which one can be named. */
    boolean hasFiles();

    /** Whether such an output can be there without being named. */
    boolean holds(ImageOutput output);
}
