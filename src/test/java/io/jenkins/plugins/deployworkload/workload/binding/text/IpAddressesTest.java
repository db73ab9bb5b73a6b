package io.jenkins.plugins.deployworkload.workload.binding.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "255.255.255.255",
                "10.1.2.3",
                "::",
                "::1",
                "1::",
                "fd00::1",
                "FD00:0:0:0:0:0:0:1",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8"
            })
    void acceptsAddress(String text) {
        assertThat(IpAddresses.isAddress(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0",
                "10.0.0.1.2",
                "10.0.0.1.",
                "10.0.0.256",
                "010.0.0.1",
                "10.0.0.1/8",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4::5:6:7:8",
                "12345::",
                "g::",
                "10.0.0.1::",
                "::ffff:10.0.0.1",
                "::10.0.0.1:1",
                "fe80::1%eth0",
                "[::1]",
                "example.com",
                "a:b"
            })
    void refusesOtherText(String text) {
        assertThat(IpAddresses.isAddress(text)).isFalse();
    }
}
