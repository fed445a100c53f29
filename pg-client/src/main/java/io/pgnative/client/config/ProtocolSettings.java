package io.pgnative.client.config;

import io.pgnative.client.PgOptions;
import io.pgnative.client.ProtocolVersion;

/** Reads which versions of the protocol are spoken, whose defaults are libpq's. */
final class ProtocolSettings {

    private static final ProtocolVersion LATEST = ProtocolVersion.V3_2;

    private ProtocolSettings() {}

    /**
     * Reads them.
     *
     * @param settings what the sources say
     * @return the options
     */
    static PgOptions.Protocol read(Settings settings) {
        Setting oldest = settings.find("min_protocol_version");
        Setting newest = settings.find("max_protocol_version");
        ProtocolVersion min = oldest == null ? ProtocolVersion.V3_0 : version(oldest);
        // As in libpq: poolers may not know how to say that they speak 3.0 only, unless that is refused anyway.
        ProtocolVersion other = min == ProtocolVersion.V3_0 ? ProtocolVersion.V3_0 : LATEST;
        ProtocolVersion max = newest == null ? other : version(newest);
        if (newest != null && min.compareTo(max) > 0) {
            throw newest.invalid(
                    "max_protocol_version is " + max + ", older than min_protocol_version, which is " + min);
        }
        return new PgOptions.Protocol(min, max);
    }

    private static ProtocolVersion version(Setting setting) {
        for (ProtocolVersion version : ProtocolVersion.values()) {
            if (version.toString().equals(setting.value())) {
                return version;
            }
        }
        if (setting.value().equals("latest")) {
            return LATEST;
        }
        throw setting.invalid(setting.keyword() + setting.origin().shown(setting.value())
                + " is unknown; expected one of 3.0, 3.2, latest");
    }
}
