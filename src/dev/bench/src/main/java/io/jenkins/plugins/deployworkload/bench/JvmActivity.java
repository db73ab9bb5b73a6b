package io.jenkins.plugins.deployworkload.bench;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * Garbage collection and JIT compilation of this JVM. Both use processor time and can pause the JVM.
 *
 * @param gcCount number of garbage collections
 * @param gcMillis milliseconds of garbage collection
 * @param jitMillis milliseconds of JIT compilation
 */
record JvmActivity(long gcCount, long gcMillis, long jitMillis) {

    /** Totals since the start of this JVM. */
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
        return "While the deployers were compared, this JVM collected garbage " + gcCount + " times (" + gcMillis
                + " ms in total), and its JIT compiler worked for " + jitMillis + " ms.";
    }
}
