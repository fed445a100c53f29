package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.ChannelBinding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Configuration properties of authentication: how it is done, and what a server may not ask for. */
public class PgNativeAuthenticationProperties {

    /**
     * Methods that a server may ask for, such as 'scram-sha-256' and 'none'; or, with '!' before each, those that it
     * may not ask for. Not restricted if not set.
     */
    private List<String> require = new ArrayList<>();

    /** Whether authentication is bound to the TLS channel. Defaults to 'prefer'. */
    private @Nullable ChannelBinding channelBinding;

    /** Whether the password, or a bearer token, may be sent in the clear to a server that TLS does not verify. */
    private boolean cleartextUnverified = false;

    /** Whether an MD5 hash of the password may be sent to a server that TLS does not verify. */
    private boolean md5Unverified = false;

    /**
     * First part of the server's Kerberos principal, before the host. Defaults to 'postgres'. Setting it lets a server
     * ask for Kerberos.
     */
    private @Nullable String krbsrvname;

    /**
     * Whether the server is given a Kerberos ticket to act in the user's name with. Defaults to 'false'; 'true' lets a
     * server ask for Kerberos.
     */
    private @Nullable Boolean gssDelegation;

    public List<String> getRequire() {
        return require;
    }

    public void setRequire(List<String> require) {
        this.require = require;
    }

    public @Nullable ChannelBinding getChannelBinding() {
        return channelBinding;
    }

    public void setChannelBinding(@Nullable ChannelBinding channelBinding) {
        this.channelBinding = channelBinding;
    }

    public boolean isCleartextUnverified() {
        return cleartextUnverified;
    }

    public void setCleartextUnverified(boolean cleartextUnverified) {
        this.cleartextUnverified = cleartextUnverified;
    }

    public boolean isMd5Unverified() {
        return md5Unverified;
    }

    public void setMd5Unverified(boolean md5Unverified) {
        this.md5Unverified = md5Unverified;
    }

    public @Nullable String getKrbsrvname() {
        return krbsrvname;
    }

    public void setKrbsrvname(@Nullable String krbsrvname) {
        this.krbsrvname = krbsrvname;
    }

    public @Nullable Boolean getGssDelegation() {
        return gssDelegation;
    }

    public void setGssDelegation(@Nullable Boolean gssDelegation) {
        this.gssDelegation = gssDelegation;
    }
}
