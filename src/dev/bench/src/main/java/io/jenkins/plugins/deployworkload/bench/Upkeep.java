package io.jenkins.plugins.deployworkload.bench;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this Java does beside the work: it takes the cores, or stops everything.
 *
 * @param collections of garbage
 * @param collecting milliseconds these took
 * @param compiling milliseconds of the compiler's threads
 */
record Upkeep(long collections, long collecting, long compiling) {

    /** Since this Java has begun. */
    static Upkeep now() {
        long collections = 0;
        long collecting = 0;
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections += bean.getCollectionCount();
            collecting += bean.getCollectionTime();
        }
        return new Upkeep(
                collections,
                collecting,
                ManagementFactory.getCompilationMXBean().getTotalCompilationTime());
    }

    Upkeep since(Upkeep before) {
        return new Upkeep(
                collections - before.collections, collecting - before.collecting, compiling - before.compiling);
    }

    String text() {
        return "While single workloads were measured, this Java collected garbage " + collections + " times, for "
                + collecting + " ms together, and its compiler worked for " + compiling + " ms.";
    }
}
