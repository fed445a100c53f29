package io.pgnative.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * What this process has used so far.
 *
 * @param nanos the clock
 * @param cpuNanos CPU time of all threads, those of the garbage collector and the compiler included
 * @param allocatedBytes heap memory allocated by Java threads
 */
record ResourceUsage(long nanos, long cpuNanos, long allocatedBytes) {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final @Nullable MethodHandle TOTAL_ALLOCATED = totalAllocated();

    static ResourceUsage now() {
        return new ResourceUsage(System.nanoTime(), SYSTEM.getProcessCpuTime(), allocated());
    }

    private static long allocated() {
        MethodHandle total = TOTAL_ALLOCATED;
        if (total != null) {
            try {
                return (long) total.invokeExact(THREADS);
            } catch (Throwable e) {
                throw new IllegalStateException("the JVM does not tell how much it allocated", e);
            }
        }
        // Before JDK 21 only live threads can be asked. Event loops and callers live through a measurement.
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(bytes, 0); // -1: the thread has just ended
        }
        return sum;
    }

    private static @Nullable MethodHandle totalAllocated() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(ThreadMXBean.class, "getTotalThreadAllocatedBytes", MethodType.methodType(long.class));
        } catch (NoSuchMethodException e) {
            return null; // a JDK before 21
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
