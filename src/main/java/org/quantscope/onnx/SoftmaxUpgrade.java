package org.quantscope.onnx;

import java.util.List;
import java.util.OptionalInt;

/**
 * Up to version 12 Softmax, LogSoftmax and Hardmax saw their input as a matrix whose columns begin at {@code axis}, which
 * was 1 where nothing was said; from 13 on they work along that one axis, which is the last where nothing is said.
 */
final class SoftmaxUpgrade {
    private SoftmaxUpgrade() {}

    static void apply(UpgradeSite site) {
        String input = site.node().getInput(0);
        long axis = site.attributes().integer("axis", 1);
        OptionalInt rank = site.rank(input);
        Protos.set(site.node(), Protos.integer("axis", -1));
        if (axis == -1 || rank.isPresent() && axis == rank.getAsInt() - 1) {
            return;
        }
        String shape = site.tensor("input_shape");
        String matrix = site.tensor("matrix");
        String result = site.tensor("result");
        String output = site.node().getOutput(0);
        site.before(Protos.node("Shape", shape, List.of(input), shape));
        site.before(Protos.node("Flatten", matrix, List.of(input), matrix)
                .addAttribute(Protos.integer("axis", axis)));
        site.node().setInput(0, matrix).setOutput(0, result);
        site.after(Protos.node("Reshape", result + "_Reshape", List.of(result, shape), output));
    }
}
