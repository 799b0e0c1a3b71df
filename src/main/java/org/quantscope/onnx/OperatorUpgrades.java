package org.quantscope.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What changed in the standard's operators from version 7 on so that a node must be written otherwise. Changes that only
 * allow more (element types, negative axes, further attributes with a default that means the old behaviour) are none.
 */
final class OperatorUpgrades {
    private static final List<String> REDUCTIONS_OF_18 = List.of(
            "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean", "ReduceMin",
            "ReduceProd", "ReduceSumSquare");
    private static final Map<String, Consumer<UpgradeSite>> TABLE = table();

    private OperatorUpgrades() {}

    /** Raises a node from the version before to {@code version}. */
    static void apply(UpgradeSite site, long version) {
        Consumer<UpgradeSite> change = TABLE.get(key(site.node().getOpType(), version));
        if (change != null) {
            change.accept(site);
        }
    }

    private static Map<String, Consumer<UpgradeSite>> table() {
        Map<String, Consumer<UpgradeSite>> table = new HashMap<>();
        table.put(key("Scan", 9), site -> {
            throw site.impossible("the operator became another one");
        });
        table.put(key("BatchNormalization", 9), OperatorUpgrades::withoutSpatial);
        table.put(key("Upsample", 9), site -> ShapeUpgrades.realsToInput(site, "scales", 1));
        table.put(key("Upsample", 10), ShapeUpgrades::upsampleToResize);
        table.put(key("Slice", 10), ShapeUpgrades::slice);
        table.put(key("TopK", 10), site -> ShapeUpgrades.integerToInput(site, "k", 1));
        table.put(key("Dropout", 10), OperatorUpgrades::withoutMask);
        table.put(key("Resize", 11), ShapeUpgrades::resize);
        table.put(key("Clip", 11), OperatorUpgrades::clip);
        table.put(key("Pad", 11), ShapeUpgrades::pad);
        table.put(key("Scatter", 11), site -> site.node().setOpType("ScatterElements"));
        table.put(key("Dropout", 12), OperatorUpgrades::dropout);
        for (String op : List.of("Softmax", "LogSoftmax", "Hardmax")) {
            table.put(key(op, 13), SoftmaxUpgrade::apply);
        }
        for (String op : List.of("Squeeze", "Unsqueeze", "ReduceSum")) {
            table.put(key(op, 13), site -> ShapeUpgrades.integersToInput(site, "axes", 1));
        }
        table.put(key("Split", 13), site -> ShapeUpgrades.integersToInput(site, "split", 1));
        table.put(key("Resize", 13), ShapeUpgrades::withoutOldPlaces);
        table.put(key("BatchNormalization", 14), OperatorUpgrades::withoutStatistics);
        table.put(key("RoiAlign", 16), site -> absent(site, "coordinate_transformation_mode", "output_half_pixel"));
        for (String op : REDUCTIONS_OF_18) {
            table.put(key(op, 18), site -> ShapeUpgrades.integersToInput(site, "axes", 1));
        }
        table.put(key("Split", 18), ShapeUpgrades::splitEvenly);
        table.put(key("GridSample", 20), OperatorUpgrades::gridSample);
        table.put(key("GroupNormalization", 21), site -> {
            throw site.impossible("its scale and bias are for groups, and became those of channels");
        });
        return Map.copyOf(table);
    }

    private static String key(String op, long version) {
        return op + " " + version;
    }

    private static void withoutSpatial(UpgradeSite site) {
        if (site.attributes().integer("spatial", 1) == 0) {
            throw site.impossible("it has statistics for every pixel");
        }
        Protos.remove(site.node(), "spatial");
    }

    /** Statistics of a training run were further outputs. */
    private static void withoutStatistics(UpgradeSite site) {
        for (int output = 1; output < site.node().getOutputCount(); output++) {
            if (site.hasOutput(output)) {
                throw site.impossible("it gives the statistics of its input");
            }
        }
        while (site.node().getOutputCount() > 1) {
            removeLastOutput(site);
        }
    }

    private static void removeLastOutput(UpgradeSite site) {
        List<String> kept = List.copyOf(site.node().getOutputList().subList(0, site.node().getOutputCount() - 1));
        site.node().clearOutput().addAllOutput(kept);
    }

    private static void withoutMask(UpgradeSite site) {
        if (site.hasOutput(1)) {
            throw site.impossible("its mask was a number and became a truth value");
        }
    }

    private static void clip(UpgradeSite site) {
        for (int bound = 0; bound < 2; bound++) {
            String name = bound == 0 ? "min" : "max";
            float given = site.attributes().bound(name, Float.NaN);
            if (!Float.isNaN(given)) {
                site.setInput(1 + bound, Protos.floats(site.tensor(name), new float[] {given}));
            }
            Protos.remove(site.node(), name);
        }
    }

    /** Not training, which is the default, it passes its input on; the ratio only goes with it. */
    private static void dropout(UpgradeSite site) {
        float ratio = site.attributes().real("ratio", 0.5f);
        Protos.remove(site.node(), "ratio");
        site.setInput(1, Protos.floats(site.tensor("ratio"), new float[] {ratio}));
    }

    private static void gridSample(UpgradeSite site) {
        Optional.of(site.attributes().text("mode", "bilinear"))
                .map(mode -> mode.startsWith("bi") ? mode.substring(2) : mode) // bilinear is now linear
                .ifPresent(mode -> Protos.set(site.node(), Protos.text("mode", mode)));
    }

    private static void absent(UpgradeSite site, String attribute, String value) {
        String given = site.attributes().text(attribute, value);
        Protos.set(site.node(), Protos.text(attribute, given));
    }
}
