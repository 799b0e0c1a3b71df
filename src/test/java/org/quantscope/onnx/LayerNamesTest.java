package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quantscope.onnx.OnnxModels.nodeProto;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerNamesTest {
    @ParameterizedTest
    @CsvSource({
        "/ds_dw/ds_dw.0/Conv,           Conv, ds_dw",
        "/ir1/dw/dw.0/Conv,             Conv, ir1/dw",
        "/features/features.12/conv/Conv, Conv, features/conv",
        "Conv_12,                       Conv, Conv_12",
        "/fc1/Gemm,                     Gemm, fc1",
        "/fc1/MatMul,                   Gemm, fc1/MatMul",
        "conv1,                         Conv, conv1",
        "/a//b/Conv,                    Conv, a/b",
        "a.0/b.1,                       Conv, a.0/b.1",
        "a/a.0x/Conv,                   Conv, a/a.0x",
        "a/a./Conv,                     Conv, a/a.",
        "a/aa.0/Conv,                   Conv, a/aa.0",
        "Conv/Conv/Conv,                Conv, Conv/Conv",
        "/Conv,                         Conv, ''",
    })
    void exportersPathsBecomeShort(String name, String op, String shortened) {
        assertThat(LayerNames.shorten(name, op)).isEqualTo(shortened);
    }

    @Test
    void withoutANameOrWithASharedOneTheFirstOutputIsTheName() {
        assertThat(LayerNames.exact(List.of(conv("", "a"), conv("n", "b"), conv("n", "c"), conv("m", "d"))))
                .containsExactly("a", "b", "c", "m");
    }

    @Test
    void aNameThatIsAnothersOutputGivesWay() {
        assertThat(LayerNames.exact(List.of(conv("", "x"), conv("x", "y"), conv("y", "z"))))
                .containsExactly("x", "y", "z");
    }

    @Test
    void shortNamesThatCollideStayLong() {
        assertThat(display("/a/Conv", "/a/a.0/Conv", "/b/Conv")).containsExactly("/a/Conv", "/a/a.0/Conv", "b");
        assertThat(display("/Conv", "Conv")).containsExactly("/Conv", "Conv");
        assertThat(display("x/Conv", "x", "/x/Conv/Conv")).containsExactly("x/Conv", "x", "/x/Conv/Conv");
    }

    @Test
    void namesAreUniqueWhateverTheNodesAreCalled() {
        Random random = new Random(3);
        String[] parts = {"", "a", "a.0", "b", "Conv", "a.1"};
        for (int round = 0; round < 500; round++) {
            List<NodeProto> nodes = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String name = String.join(
                        "/", parts[random.nextInt(6)], parts[random.nextInt(6)], parts[random.nextInt(6)]);
                nodes.add(conv(random.nextInt(4) == 0 ? "" : name, random.nextBoolean() ? "o" + i : "a/b/" + i));
            }
            List<String> exact = LayerNames.exact(nodes);
            assertThat(exact).doesNotHaveDuplicates();
            assertThat(LayerNames.display(nodes, exact)).doesNotHaveDuplicates().doesNotContain("");
        }
    }

    private static List<String> display(String... names) {
        List<NodeProto> nodes = new ArrayList<>();
        for (String name : names) {
            nodes.add(conv(name, "o" + nodes.size()));
        }
        return LayerNames.display(nodes, LayerNames.exact(nodes));
    }

    private static NodeProto conv(String name, String output) {
        return nodeProto("Conv", name, "x,w", output);
    }
}
