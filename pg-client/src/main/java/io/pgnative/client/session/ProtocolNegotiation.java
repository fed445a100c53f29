package io.pgnative.client.session;

import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.ProtocolVersion;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.backend.NegotiateProtocolVersion;

/**
 * Which version of the protocol a connection speaks: the one that was asked for, unless the server answers that it
 * speaks an older one (protocol, section "Start-up", message NegotiateProtocolVersion).
 */
final class ProtocolNegotiation {

    private static final int MAJOR = 3;
    private static final int MINOR_MASK = 0xffff;

    private final PgOptions.Protocol options;
    private ProtocolVersion spoken;

    ProtocolNegotiation(PgOptions.Protocol options) {
        this.options = options;
        this.spoken = options.maxVersion();
    }

    /** What a StartupMessage says: the major version in the upper, the minor one in the lower 16 bits. */
    int asked() {
        return code(options.maxVersion());
    }

    private static int code(ProtocolVersion version) {
        return (MAJOR << Short.SIZE) | version.minor();
    }

    /**
     * Takes the server's answer, which may come once, and only where a version was asked for that others are below of.
     *
     * @throws ProtocolViolation if it answers what was not asked
     * @throws PgConnectException if the version is too old for the options
     */
    void hear(NegotiateProtocolVersion answer) {
        if (spoken == ProtocolVersion.V3_0) {
            throw new ProtocolViolation(
                    "NegotiateProtocolVersion came though nothing is older than what was asked for");
        }
        if (!answer.unrecognizedOptions().isEmpty()) {
            throw new ProtocolViolation("NegotiateProtocolVersion names "
                    + answer.unrecognizedOptions().size() + " protocol options, though none was asked for");
        }
        ProtocolVersion known = known(answer.protocolVersion());
        if (known.compareTo(spoken) >= 0) {
            throw new ProtocolViolation(
                    "NegotiateProtocolVersion names version " + known + ", which is not older than what was asked for");
        }
        if (known.compareTo(options.minVersion()) < 0) {
            throw new PgConnectException("the server speaks version " + known
                    + " of the protocol at most, but min_protocol_version is " + options.minVersion());
        }
        spoken = known;
    }

    private static ProtocolVersion known(int code) {
        for (ProtocolVersion version : ProtocolVersion.values()) {
            if (code == code(version)) {
                return version;
            }
        }
        throw new ProtocolViolation("NegotiateProtocolVersion names version " + (code >>> Short.SIZE) + "."
                + (code & MINOR_MASK) + ", which does not exist");
    }

    /**
     * Checks a key against the version.
     *
     * @throws ProtocolViolation if it has another length than 3.0 allows
     */
    BackendKeyData checked(BackendKeyData key) {
        if (spoken == ProtocolVersion.V3_0 && key.secretKey().length() != BackendKeyData.MIN_KEY_LENGTH) {
            throw new ProtocolViolation(
                    "BackendKeyData has a key of " + key.secretKey().length()
                            + " bytes; version 3.0 of the protocol has " + BackendKeyData.MIN_KEY_LENGTH);
        }
        return key;
    }
}
