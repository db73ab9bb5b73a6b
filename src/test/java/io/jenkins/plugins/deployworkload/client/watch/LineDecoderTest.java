package io.jenkins.plugins.deployworkload.client.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineDecoderTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
    void decodesTextSplitAtAnyByte(int chunkSize) {
        byte[] bytes = "{\"a\":\"주문 화면\"}\n\n{\"b\":\"é😀\"}\nrest".getBytes(StandardCharsets.UTF_8);
        List<String> decoded = new ArrayList<>();
        LineDecoder decoder = new LineDecoder(decoded::add);
        for (int i = 0; i < bytes.length; i += chunkSize) {
            decoder.add(List.of(ByteBuffer.wrap(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + chunkSize)))));
        }
        assertThat(decoded).containsExactly("{\"a\":\"주문 화면\"}", "{\"b\":\"é😀\"}");
    }
}
