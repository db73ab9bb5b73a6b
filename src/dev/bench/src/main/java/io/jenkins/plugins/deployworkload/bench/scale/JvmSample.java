package io.jenkins.plugins.deployworkload.bench.scale;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Memory, threads, files and processor time of this JVM.
 *
 * @param heap used heap after a garbage collection, in bytes
 * @param threads platform threads
 * @param openFiles open file descriptors, sockets included
 * @param cpu processor time since the start, in nanoseconds
 */
record JvmSample(long heap, int threads, long openFiles, long cpu) {

    /** Collects garbage first. */
    static JvmSample now() {
        System.gc();
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new JvmSample(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                system.getOpenFileDescriptorCount(),
                system.getProcessCpuTime());
    }

    double heapMebibytes() {
        return heap / 1048576.0;
    }

    double cpuSecondsSince(JvmSample before) {
        return (cpu - before.cpu) / 1e9;
    }
}
