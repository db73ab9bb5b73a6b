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
    void decodesTextSplitAtAnyByte(int size) {
        byte[] bytes = "{\"a\":\"주문 화면\"}\n\n{\"b\":\"é😀\"}\nrest".getBytes(StandardCharsets.UTF_8);
        List<String> found = new ArrayList<>();
        LineDecoder lines = new LineDecoder(found::add);
        for (int i = 0; i < bytes.length; i += size) {
            lines.add(List.of(ByteBuffer.wrap(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + size)))));
        }
        assertThat(found).containsExactly("{\"a\":\"주문 화면\"}", "{\"b\":\"é😀\"}");
    }
}
