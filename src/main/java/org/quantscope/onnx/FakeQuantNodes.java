package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import org.quantscope.onnx.FakeQuantVector.Place;

/**
 * The operators of one quantizer that a fed {@link FakeQuantVector} switches and parametrises: arithmetic contract, (1)
 * to (3), and the formulas of section 5. Only operators that mean the same from opset {@value #OLDEST_OPSET} on are used,
 * and no sum of two products, so that every step is one float32 operation, as in {@code Quantizer}.
 */
final class FakeQuantNodes {
    /** Min and Max stretch scalars from here on. */
    static final int OLDEST_OPSET = 8;

    /** 1.5 · 2^23: adding and taking it away rounds to an integer, ties to even, and leaves no minus zero. */
    private static final float ROUNDING_TERM = 0x1.8p23f;

    private final String prefix;
    private final String vector;

    /**
     * @param prefix begins every name, those of the constants in {@link #constants} excepted
     * @param vector the tensor with the numbers
     */
    FakeQuantNodes(String prefix, String vector) {
        this.prefix = prefix;
        this.vector = vector;
    }

    /** What all quantizers of a graph read: positions in the vector and three numbers. */
    static List<TensorProto> constants(String common) {
        List<TensorProto> constants = new ArrayList<>();
        for (Place place : Place.values()) {
            constants.add(TensorProto.newBuilder().setName(position(common, place))
                    .setDataType(DataType.INT64_VALUE).addInt64Data(place.ordinal()).build());
        }
        constants.add(number(common + "zero", 0));
        constants.add(number(common + "half", 0.5f));
        constants.add(number(common + "term", ROUNDING_TERM));
        return constants;
    }

    private static TensorProto number(String name, float value) {
        return TensorProto.newBuilder().setName(name).setDataType(DataType.FLOAT_VALUE).addFloatData(value).build();
    }

    private static String position(String common, Place place) {
        return common + "at_" + place.ordinal();
    }

    /** Nodes that write {@code output}, the fake-quant values of {@code input}; both are float32. */
    List<NodeProto> between(String common, String input, String output) {
        Branch head = new Branch(common, prefix);
        String on = head.flag(Place.ON);
        head.choose(on, quantizing(common, input), keeping(input), output);
        return head.nodes;
    }

    private GraphProto keeping(String input) {
        Branch keep = new Branch("", prefix + "keep_");
        return keep.graph(keep.op("Identity", input));
    }

    private GraphProto quantizing(String common, String input) {
        Branch branch = new Branch(common, prefix + "on_");
        String general = branch.flag(Place.GENERAL);
        String output = branch.fresh();
        branch.choose(general, general(common, input), onnx(common, input), output);
        return branch.graph(output);
    }

    private GraphProto onnx(String common, String input) {
        Branch branch = new Branch(common, prefix + "onnx_");
        String scale = branch.number(Place.SCALE);
        String inside = branch.clamp(branch.op("Div", input, scale), Place.LOW, Place.HIGH);
        return branch.graph(branch.op("Mul", branch.halfEven(inside), scale));
    }

    private GraphProto general(String common, String input) {
        Branch branch = new Branch(common, prefix + "general_");
        String x = branch.op("Mul", input, branch.number(Place.IN));
        x = branch.op("Mul", branch.clamp(x, Place.IN_LOW, Place.IN_HIGH), branch.number(Place.FACTOR));
        x = branch.op("Div", x, branch.number(Place.DIVISOR));
        x = branch.op("Sub", x, branch.number(Place.ORIGIN));
        x = branch.rounded(branch.clamp(x, Place.LOW, Place.HIGH));
        x = branch.op("Mul", branch.op("Add", x, branch.number(Place.SHIFT)), branch.number(Place.SCALE));
        return branch.graph(branch.op("Div", x, branch.number(Place.LAST)));
    }

    /** Nodes in the order they run in; every tensor gets the next number. */
    private final class Branch {
        private final List<NodeProto> nodes = new ArrayList<>();
        private final String common;
        private final String names;
        private int next;

        Branch(String common, String names) {
            this.common = common;
            this.names = names;
        }

        String fresh() {
            return names + next++;
        }

        String op(String type, String... inputs) {
            String output = fresh();
            nodes.add(NodeProto.newBuilder().setOpType(type).setName(output)
                    .addAllInput(List.of(inputs)).addOutput(output).build());
            return output;
        }

        String number(Place place) {
            return op("Gather", vector, position(common, place));
        }

        String flag(Place place) {
            String flag = op("Cast", number(place));
            NodeProto.Builder cast = nodes.get(nodes.size() - 1).toBuilder();
            cast.addAttributeBuilder().setName("to").setType(AttributeType.INT).setI(DataType.BOOL_VALUE);
            nodes.set(nodes.size() - 1, cast.build());
            return flag;
        }

        String clamp(String value, Place low, Place high) {
            return op("Max", op("Min", value, number(high)), number(low));
        }

        String halfEven(String value) {
            return op("Sub", op("Add", value, common + "term"), common + "term");
        }

        private String halfUp(String value) {
            return op("Floor", op("Add", value, common + "half"));
        }

        /** One of the two is {@code floor(0.5)}, which is 0. */
        private String halfAway(String value) {
            String above = halfUp(op("Max", value, common + "zero"));
            String below = halfUp(op("Max", op("Neg", value), common + "zero"));
            return op("Sub", above, below);
        }

        String rounded(String value) {
            String sum = op("Mul", halfEven(value), number(Place.EVEN));
            sum = op("Add", sum, op("Mul", halfUp(value), number(Place.UP)));
            sum = op("Add", sum, op("Mul", halfAway(value), number(Place.AWAY)));
            return op("Add", sum, op("Mul", value, number(Place.PLAIN)));
        }

        void choose(String flag, GraphProto then, GraphProto otherwise, String output) {
            nodes.add(NodeProto.newBuilder().setOpType("If").setName(names + "if").addInput(flag).addOutput(output)
                    .addAttribute(body("then_branch", then)).addAttribute(body("else_branch", otherwise))
                    .build());
        }

        private AttributeProto body(String name, GraphProto graph) {
            return AttributeProto.newBuilder().setName(name).setType(AttributeType.GRAPH).setG(graph).build();
        }

        GraphProto graph(String output) {
            ValueInfoProto.Builder result = ValueInfoProto.newBuilder().setName(output);
            result.getTypeBuilder().getTensorTypeBuilder().setElemType(DataType.FLOAT_VALUE);
            return GraphProto.newBuilder().setName(names + "body").addAllNode(nodes).addOutput(result).build();
        }
    }
}
