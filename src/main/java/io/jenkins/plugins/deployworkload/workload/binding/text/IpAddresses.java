package io.jenkins.plugins.deployworkload.workload.binding.text;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Validates IP addresses and ranges as the Kubernetes API does. Never looks up a name. */
final class IpAddresses {

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String IPV4 = OCTET + "(\\." + OCTET + "){3}";

    /** Without a name and a zone, so that Java parses the text and does not ask a name server. */
    private static final String IPV6 = "[0-9a-fA-F:]{2,39}";

    private IpAddresses() {}

    static boolean isAddress(String text) {
        return bytes(text).isPresent();
    }

    /** Whether the text is an address and a prefix length, and all bits of the address after the prefix are 0. */
    static boolean isCidr(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
            return false;
        }
        int prefix = Integer.parseInt(text.substring(slash + 1));
        return bytes(text.substring(0, slash))
                .filter(bytes -> prefix <= 8 * bytes.length)
                .filter(bytes -> {
                    BigInteger address = new BigInteger(1, bytes);
                    return address.signum() == 0 || address.getLowestSetBit() >= 8 * bytes.length - prefix;
                })
                .isPresent();
    }

    private static Optional<byte[]> bytes(String text) {
        if (!text.matches(IPV4) && !(text.contains(":") && text.matches(IPV6))) {
            return Optional.empty();
        }
        try {
            byte[] bytes = InetAddress.getByName(text).getAddress();
            // Java converts an IPv4 address in IPv6 notation, which the API refuses.
            return text.contains(":") == (bytes.length == 16) ? Optional.of(bytes) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
