package io.pgnative.client.session.tls;

import io.netty.util.NetUtil;
import java.net.IDN;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Holds wildcards in certificates to what libpq takes them for (RFC 6125, section 6.4.3): one whole label, the first
 * one. The Java runtime, which has checked the name before, takes {@code d*.example.com} and {@code db.*.com}, too.
 */
final class WholeLabels {

    private static final int DNS_NAME = 2;

    private WholeLabels() {}

    /**
     * Whether a certificate that the runtime takes for a host's is one by this rule.
     *
     * @param host as configured; in ASCII if it is a name
     */
    static boolean name(X509Certificate certificate, String host) {
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            return true;
        }
        int dot = host.indexOf('.');
        String anyHere = dot < 0 ? "" : "*" + host.substring(dot);
        for (String name : names(certificate)) {
            if (name.equalsIgnoreCase(host) || name.equalsIgnoreCase(anyHere)) {
                return true;
            }
        }
        return false;
    }

    /** The alternative names; the common name where there are none. */
    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            var alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (Integer.valueOf(DNS_NAME).equals(alternative.get(0))) {
                        names.add(String.valueOf(alternative.get(1)));
                    }
                }
            }
            if (names.isEmpty()) {
                for (Rdn part :
                        new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                    if (part.getType().equalsIgnoreCase("CN")) {
                        names.add(IDN.toASCII(String.valueOf(part.getValue()), IDN.ALLOW_UNASSIGNED));
                    }
                }
            }
        } catch (CertificateParsingException | InvalidNameException | IllegalArgumentException e) {
            // What cannot be read names nobody.
            return List.of();
        }
        return names;
    }
}
