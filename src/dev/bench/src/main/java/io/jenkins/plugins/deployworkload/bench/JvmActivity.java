package io.jenkins.plugins.deployworkload.bench;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this Java does beside the work: it takes the cores, or stops everything.
 *
 * @param gcCount of garbage
 * @param gcMillis milliseconds these took
 * @param jitMillis milliseconds of the compiler's threads
 */
record JvmActivity(long gcCount, long gcMillis, long jitMillis) {

    /** Since this Java has begun. */
    static JvmActivity now() {
        long collections = 0;
        long collecting = 0;
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections += bean.getCollectionCount();
            collecting += bean.getCollectionTime();
        }
        return new JvmActivity(
                collections,
                collecting,
                ManagementFactory.getCompilationMXBean().getTotalCompilationTime());
    }

    JvmActivity since(JvmActivity before) {
        return new JvmActivity(gcCount - before.gcCount, gcMillis - before.gcMillis, jitMillis - before.jitMillis);
    }

    String text() {
        return "While single workloads were measured, this JVM collected garbage " + gcCount + " times (" + gcMillis
                + " ms in total), and its JIT compiler worked for " + jitMillis + " ms.";
    }
}
