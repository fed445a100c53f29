package io.pgnative.client.testing;

/** A direction of travel through {@link RecordingProxy}. */
public enum Direction {
    /** What the client sends. */
    TO_SERVER,
    /** What the server sends. */
    TO_CLIENT
}
