package io.pgnative.client.face;

/** Whether Reactor is on the class path. Its types are touched only where this has been asked. */
final class ReactorPresence {

    static final boolean IS_PRESENT = isPresent();

    private ReactorPresence() {}

    private static boolean isPresent() {
        try {
            Class.forName("reactor.core.publisher.Mono", false, ReactorPresence.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }
}
