package io.pgnative.spring.boot.listen;

/**
 * What is dropped when more notifications come than may wait for a listener. Either way a gap is told when the listener
 * has caught up, and a warning is logged.
 */
public enum PgListenerOverflow {

    /** Those that come, until all that wait have been handled. */
    DROP_NEWEST,

    /** Those that have waited longest, to make room for those that come. */
    DROP_OLDEST
}
