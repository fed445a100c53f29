package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Caller;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Callers that are threads: each blocks until its call's result is there. */
enum ThreadCallers {
    /** Threads of the operating system. */
    PLATFORM {
        @Override
        void start(Runnable caller) {
            Thread thread = new Thread(caller, "caller");
            thread.setDaemon(true);
            thread.start();
        }
    },

    /** Virtual threads; needs JDK 21. */
    VIRTUAL {
        // This module is built for JDK 17, which has none.
        @Override
        void start(Runnable caller) {
            try {
                Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
                start.invoke(null, caller);
            } catch (NoSuchMethodException | IllegalAccessException e) {
                throw new IllegalStateException("virtual threads need JDK 21 or later", e);
            } catch (InvocationTargetException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    };

    abstract void start(Runnable caller);

    void start(List<Caller> callers, Call call) {
        for (Caller caller : callers) {
            start(() -> run(caller, call));
        }
    }

    // Whatever ends a caller must end the measurement: an Error as well, of a class that cannot be loaded, say.
    private static void run(Caller caller, Call call) {
        try {
            while (caller.next()) {
                for (long wait = caller.nanosUntilDue(); wait > 0; wait = caller.nanosUntilDue()) {
                    LockSupport.parkNanos(wait);
                }
                caller.completed(call.run(caller));
            }
        } catch (Throwable e) {
            caller.failed(e);
        }
    }

    @FunctionalInterface
    interface Call {
        long run(Caller caller) throws Exception;
    }
}
