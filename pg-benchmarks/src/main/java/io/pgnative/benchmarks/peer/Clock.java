package io.pgnative.benchmarks.peer;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Wakes callers on event loops when calls are made at a fixed rate: timers of Vert.x have only milliseconds. */
final class Clock {

    static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "clock");
        thread.setDaemon(true);
        return thread;
    });

    private Clock() {}
}
