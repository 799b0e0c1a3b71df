package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;

/** The attributes of one node, read by name and expected type. */
final class Attributes {
    private final NodeProto node;

    Attributes(NodeProto node) {
        this.node = node;
    }

    long integer(String name, long whenAbsent) {
        return find(name, AttributeType.INT).map(AttributeProto::getI).orElse(whenAbsent);
    }

    float real(String name, float whenAbsent) {
        float value = find(name, AttributeType.FLOAT).map(AttributeProto::getF).orElse(whenAbsent);
        if (!Float.isFinite(value)) {
            throw new DefectException(GraphNames.describe(node) + " has the attribute " + name + " = " + value
                    + ", which is not a finite number; export the model again");
        }
        return value;
    }

    /** A bound of a Clip, which may be infinite. */
    float bound(String name, float whenAbsent) {
        return find(name, AttributeType.FLOAT).map(AttributeProto::getF).orElse(whenAbsent);
    }

    String text(String name, String whenAbsent) {
        return find(name, AttributeType.STRING).map(a -> a.getS().toStringUtf8()).orElse(whenAbsent);
    }

    Optional<List<Long>> integers(String name) {
        return find(name, AttributeType.INTS).map(AttributeProto::getIntsList);
    }

    Optional<AttributeProto> find(String name, AttributeType type) {
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.getName().equals(name)) {
                // Files older than the type field leave it undefined.
                if (attribute.getType() != type && attribute.getType() != AttributeType.UNDEFINED) {
                    throw new DefectException(GraphNames.describe(node) + " has the attribute " + name + " of type "
                            + attribute.getType() + " where " + type + " belongs; export the model again");
                }
                return Optional.of(attribute);
            }
        }
        return Optional.empty();
    }
}
