package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Locale;
import org.quantscope.model.TensorInfo;

/** What a graph says about its inputs and outputs. */
final class TensorInfos {
    private TensorInfos() {}

    static TensorInfo of(ValueInfoProto info) {
        List<Dimension> dimensions = info.getType().getTensorType().getShape().getDimList();
        return new TensorInfo(
                info.getName(),
                elementType(info.getType()),
                dimensions.stream().map(TensorInfos::extent).toList(),
                dimensions.stream().map(Dimension::getDimParam).toList());
    }

    private static long extent(Dimension dimension) {
        return dimension.hasDimValue() && dimension.getDimValue() >= 0 ? dimension.getDimValue() : -1;
    }

    private static String elementType(TypeProto type) {
        if (!type.hasTensorType()) {
            return type.getValueCase() == TypeProto.ValueCase.VALUE_NOT_SET
                    ? "unknown"
                    : type.getValueCase().name().replace("_TYPE", "").toLowerCase(Locale.ROOT);
        }
        DataType element = DataType.forNumber(type.getTensorType().getElemType());
        return element == null || element == DataType.UNDEFINED ? "unknown" : element.name().toLowerCase(Locale.ROOT);
    }
}
