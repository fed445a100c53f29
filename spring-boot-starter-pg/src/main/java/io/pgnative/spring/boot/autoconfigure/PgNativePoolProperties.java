package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.ResetPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Configuration properties of the pool of connections. */
public class PgNativePoolProperties {

    /** Name of the pool in metrics and messages. Defaults to 'pgnative', and to the name of a client that has one. */
    private @Nullable String name;

    /** Maximum number of connections. */
    private int maxSize = 10;

    /** Number of idle connections kept ready, as far as the maximum allows. */
    private int minIdle = 0;

    /** Maximum number of calls that may wait for a connection; more are refused at once. */
    private int maxWaiting = 10_000;

    /** Time that a call may wait for a connection. */
    private Duration acquireTimeout = Duration.ofSeconds(5);

    /** Time that a connection may be idle before it is closed. With 0 it is unlimited. */
    private Duration idleTimeout = Duration.ofMinutes(10);

    /** Time that a connection may live. With 0 it is unlimited. */
    private Duration maxLifetime = Duration.ofMinutes(30);

    /** Part of the maximum lifetime, 0 to 1, by which lives are shortened at random. */
    private double maxLifetimeJitter = 0.1;

    /** Number of times that a connection is taken from the pool before it is closed. With 0 it is unlimited. */
    private int maxUses = 0;

    /**
     * Number of single statements, 1 to 1024, that a connection may carry at once when many calls wait. With 1 each
     * statement is sent when the one before has ended.
     */
    private int pipeliningLimit = 16;

    /** Time that a connection may have been idle to be used without a check. With 0 it is always checked. */
    private Duration validateAfterIdle = Duration.ofSeconds(30);

    /** Time allowed for the check of an idle connection. */
    private Duration validationTimeout = Duration.ofSeconds(2);

    /**
     * What is undone of a session before somebody else uses its connection. Defaults to 'fast', or to 'none' with
     * pooler mode 'transaction', which takes no other.
     */
    private @Nullable ResetPolicy resetPolicy;

    /**
     * Time that a connection may be kept before a warning is logged with the stack of the call that acquired it. With 0
     * nothing is logged.
     */
    private Duration leakDetectionThreshold = Duration.ZERO;

    /** When the first connection is opened and what happens if that fails. */
    private Initialization initialization = Initialization.LAZY;

    /**
     * Time for which an application that fails fast tries again while there is no server yet: while nobody listens, its
     * name is unknown, it starts up, or it has no room. With 0 it tries once.
     */
    private Duration startupTimeout = Duration.ZERO;

    public @Nullable String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    public int getMaxSize() {
        return maxSize;
    }

    public void setMaxSize(int maxSize) {
        this.maxSize = maxSize;
    }

    public int getMinIdle() {
        return minIdle;
    }

    public void setMinIdle(int minIdle) {
        this.minIdle = minIdle;
    }

    public int getMaxWaiting() {
        return maxWaiting;
    }

    public void setMaxWaiting(int maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    public Duration getAcquireTimeout() {
        return acquireTimeout;
    }

    public void setAcquireTimeout(Duration acquireTimeout) {
        this.acquireTimeout = acquireTimeout;
    }

    public Duration getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public Duration getMaxLifetime() {
        return maxLifetime;
    }

    public void setMaxLifetime(Duration maxLifetime) {
        this.maxLifetime = maxLifetime;
    }

    public double getMaxLifetimeJitter() {
        return maxLifetimeJitter;
    }

    public void setMaxLifetimeJitter(double maxLifetimeJitter) {
        this.maxLifetimeJitter = maxLifetimeJitter;
    }

    public int getMaxUses() {
        return maxUses;
    }

    public void setMaxUses(int maxUses) {
        this.maxUses = maxUses;
    }

    public int getPipeliningLimit() {
        return pipeliningLimit;
    }

    public void setPipeliningLimit(int pipeliningLimit) {
        this.pipeliningLimit = pipeliningLimit;
    }

    public Duration getValidateAfterIdle() {
        return validateAfterIdle;
    }

    public void setValidateAfterIdle(Duration validateAfterIdle) {
        this.validateAfterIdle = validateAfterIdle;
    }

    public Duration getValidationTimeout() {
        return validationTimeout;
    }

    public void setValidationTimeout(Duration validationTimeout) {
        this.validationTimeout = validationTimeout;
    }

    public @Nullable ResetPolicy getResetPolicy() {
        return resetPolicy;
    }

    public void setResetPolicy(@Nullable ResetPolicy resetPolicy) {
        this.resetPolicy = resetPolicy;
    }

    public Duration getLeakDetectionThreshold() {
        return leakDetectionThreshold;
    }

    public void setLeakDetectionThreshold(Duration leakDetectionThreshold) {
        this.leakDetectionThreshold = leakDetectionThreshold;
    }

    public Initialization getInitialization() {
        return initialization;
    }

    public void setInitialization(Initialization initialization) {
        this.initialization = initialization;
    }

    public Duration getStartupTimeout() {
        return startupTimeout;
    }

    public void setStartupTimeout(Duration startupTimeout) {
        this.startupTimeout = startupTimeout;
    }

    /** When the first connection is opened. */
    public enum Initialization {

        /** When it is needed. */
        LAZY,

        /** In the background, when the application starts; a failure is logged. */
        EAGER,

        /** When the application starts, which waits for it and fails if it fails. */
        FAIL_FAST
    }
}
