package org.quantscope.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.quantscope.analysis.ImplementationMismatch;
import org.quantscope.analysis.QuantizationError;
import org.quantscope.export.TextTable;
import org.quantscope.model.FoldedBatchNorm;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.RequantizationProfile;

/** What {@code compare} prints. */
final class ComparisonText {
    private ComparisonText() {}

    /** @param folded whether the model's BatchNormalization is folded, which the object then says */
    static ObjectNode json(Comparison comparison, boolean folded) {
        QuantizationError error = comparison.report().error();
        ImplementationMismatch mismatch = comparison.report().mismatch();
        ObjectNode root = JsonPrinter.object();
        root.put("layer", comparison.layer().name());
        if (folded) {
            root.put("folded", true);
            root.put("folded_batch_norm", foldedNode(comparison.layer()).orElse(null));
        }
        root.put("engine", comparison.engine());
        ObjectNode settingsCost = root.putObject("quantization_error");
        JsonPrinter.putNumber(settingsCost, "sqnr_db", error.sqnrDb());
        settingsCost.put("mse", error.mse());
        settingsCost.put("max_abs", error.maxAbs());
        settingsCost.put("cosine", error.cosine());
        ObjectNode arithmeticCost = root.putObject("implementation_mismatch");
        arithmeticCost.put("max_abs", mismatch.maxAbs());
        arithmeticCost.put("differing", mismatch.differing());
        arithmeticCost.put("total", mismatch.total());
        arithmeticCost.put("max_lsb", mismatch.maxLsb());
        putRequantization(root, comparison.params());
        AccumulatorText.put(root, comparison);
        comparison.agreement().ifPresent(agreement -> AgreementText.put(root, agreement));
        return root;
    }

    /** Null where the output is not quantized. */
    private static void putRequantization(ObjectNode root, LayerParams params) {
        if (params.output().isEmpty()) {
            root.putNull("requantization");
            return;
        }
        RequantizationProfile profile = params.requantization();
        ObjectNode node = root.putObject("requantization");
        node.put("profile", profile.keyword());
        node.put("bit_exact_with", profile.bitExactWith().orElse(null));
        ArrayNode tests = node.putArray("shown_by");
        profile.shownBy().forEach(tests::add);
    }

    static List<String> lines(Comparison comparison) {
        LayerParams params = comparison.params();
        List<String> lines = new ArrayList<>();
        lines.add("Layer " + comparison.layer().name() + " (" + comparison.layer().op() + " "
                + comparison.layer().shownWeightShape() + ")"
                + foldedNode(comparison.layer()).map(node -> " with " + node + " folded into it,").orElse("") + " on the " + comparison.engine() + " engine");
        lines.add("  weights  " + params.weight().map(ParameterLines::weights).orElse("float"));
        lines.add("  input    " + ParameterLines.activation(params.input()));
        lines.add("  output   " + ParameterLines.activation(params.output()));
        lines.add("  bias     " + (params.biasBits().isPresent() ? params.biasBits().getAsInt() + " bits" : "float")
                + params.clamp().map(clamp -> ", then " + clamp.displayName()).orElse(""));
        lines.add("  path     " + path(params));
        lines.addAll(ParameterLines.onnxFaults(params));
        lines.add("");
        lines.addAll(outputs(comparison));
        lines.add("");
        lines.add(error(comparison));
        lines.add(mismatch(comparison.report().mismatch()));
        lines.addAll(AccumulatorText.lines(comparison));
        comparison.agreement().ifPresent(agreement -> {
            lines.add("");
            lines.addAll(AgreementText.lines(agreement));
        });
        return lines;
    }

    private static Optional<String> foldedNode(Layer layer) {
        return layer.foldedBatchNorm().map(FoldedBatchNorm::nodeName);
    }

    private static String path(LayerParams params) {
        return params.output().isEmpty()
                ? "ends in real units: the output is not quantized"
                : params.requantization().keyword() + ". " + params.requantization().claim();
    }

    private static List<String> outputs(Comparison comparison) {
        TextTable table = new TextTable("output " + comparison.outputs().real().shape(), ">min", ">max", ">mean");
        table.row(cells("float", comparison.outputs().real().data()));
        table.row(cells("fake-quant", comparison.outputs().fakeQuant().data()));
        table.row(cells("integer", comparison.outputs().integer().data()));
        return table.lines();
    }

    private static String[] cells(String name, float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return cells(name, wide);
    }

    private static String[] cells(String name, double[] values) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (double value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
            sum += value;
        }
        return new String[] {name, real(min), real(max), real(sum / values.length)};
    }

    private static String error(Comparison comparison) {
        QuantizationError error = comparison.report().error();
        if (error.isExact()) {
            return "quantization error       none: float and fake-quant are equal";
        }
        return String.format(
                Locale.ROOT,
                "quantization error       SQNR %.2f dB, MSE %.4g, max %.4g, cosine %.6f (worst channel %d)",
                error.sqnrDb(), error.mse(), error.maxAbs(), error.cosine(), comparison.report().worstChannel());
    }

    private static String mismatch(ImplementationMismatch mismatch) {
        return String.format(
                Locale.ROOT,
                "implementation mismatch  %,d of %,d %s differ, max %s LSB (max |Δ| %.4g)",
                mismatch.differing(), mismatch.total(), mismatch.inCodes() ? "codes" : "values",
                real(mismatch.maxLsb()), mismatch.maxAbs());
    }

    private static String real(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }
}
