package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quantscope.model.TensorInfo;

class TensorInfosTest {
    @Test
    void fixedOpenAndNamelessExtents() {
        TypeProto.Builder type = TypeProto.newBuilder();
        type.getTensorTypeBuilder().setElemType(DataType.FLOAT16_VALUE).getShapeBuilder()
                .addDim(dimension().setDimParam("batch"))
                .addDim(dimension().setDimValue(3))
                .addDim(dimension())
                .addDim(dimension().setDimValue(-7));
        TensorInfo info = of(type);
        assertThat(info).isEqualTo(
                new TensorInfo("x", "float16", List.of(-1L, 3L, -1L, -1L), List.of("batch", "", "", "")));
    }

    @Test
    void typesThatAreNoTensorsAreNamed() {
        TypeProto.Builder sequence = TypeProto.newBuilder();
        sequence.getSequenceTypeBuilder().getElemTypeBuilder().getTensorTypeBuilder().setElemType(1);
        assertThat(of(sequence).elementType()).isEqualTo("sequence");
        assertThat(of(TypeProto.newBuilder()).elementType()).isEqualTo("unknown");
    }

    @Test
    void elementTypesThatAreNewerThanTheReaderAreUnknown() {
        TypeProto.Builder type = TypeProto.newBuilder();
        type.getTensorTypeBuilder().setElemType(99);
        assertThat(of(type).elementType()).isEqualTo("unknown");
    }

    private static TensorInfo of(TypeProto.Builder type) {
        return TensorInfos.of(ValueInfoProto.newBuilder().setName("x").setType(type).build());
    }

    private static Dimension.Builder dimension() {
        return Dimension.newBuilder();
    }
}
