package org.quantscope.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.tensor.NpyFile;
import org.quantscope.tensor.Shape;

/** The files of {@code compare --out}. */
final class ComparisonFiles {
    /** Every name that a run may write; what a run does not write is not left over from an earlier one. */
    static final List<String> NAMES = List.of(
            "float.npy", "fake_quant.npy", "integer.npy", "weight_codes.npy", "input_codes.npy", "accumulator.npy",
            "output_codes.npy");

    private ComparisonFiles() {}

    /**
     * Writes outputs (N, O, H', W'), or [N, O] of a matrix product and [N, O, L] of a one-dimensional convolution; the
     * codes of the input have its own shape, those of the weights {@link Layer#shownWeightShape}.
     *
     * @throws BadInputException with a sentence if the files cannot be written; the folder is then as it was
     */
    static void write(Path folder, Comparison comparison) {
        LayerOutputs outputs = comparison.outputs();
        Shape shape = ownShape(comparison.layer(), outputs.real().shape());
        Map<String, FolderReplacement.Content> files = new LinkedHashMap<>();
        files.put("float.npy", file -> NpyFile.write(file, outputs.real().reshape(shape)));
        files.put("fake_quant.npy", file -> NpyFile.write(file, outputs.fakeQuant().reshape(shape)));
        files.put("integer.npy", file -> NpyFile.write(file, outputs.integer().reshape(shape)));
        outputs.weightCodes().ifPresent(codes -> files.put("weight_codes.npy", file ->
                NpyFile.write(file, codes.reshape(comparison.layer().shownWeightShape()))));
        outputs.inputCodes().ifPresent(codes -> files.put("input_codes.npy", file ->
                NpyFile.write(file, codes.reshape(ownShape(comparison.layer(), codes.shape())))));
        outputs.accumulator().ifPresent(sums ->
                files.put("accumulator.npy", file -> NpyFile.write(file, sums.reshape(shape))));
        outputs.outputCodes().ifPresent(codes ->
                files.put("output_codes.npy", file -> NpyFile.write(file, codes.reshape(shape))));
        new FolderReplacement(folder, NAMES).write(files);
    }

    /** The layer's own shape for a tensor (N, C, H, W) of it. */
    private static Shape ownShape(Layer layer, Shape shape) {
        if (layer.inputLayout() == InputLayout.IMAGE) {
            return shape;
        }
        return layer.inputLayout() == InputLayout.SEQUENCE
                ? Shape.of(shape.extent(0), shape.extent(1), shape.extent(3))
                : Shape.of(shape.extent(0), shape.extent(1));
    }
}
