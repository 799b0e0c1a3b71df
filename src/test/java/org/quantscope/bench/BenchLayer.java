package org.quantscope.bench;

import java.util.Arrays;
import java.util.List;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.model.ConvGeometry;
import org.quantscope.tensor.Shape;

/** The layers that are measured. */
public enum BenchLayer {
    SEED("seed", "1×1, 192→160, 224×224", new ConvGeometry(1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1), 192, 160, 224),
    SQUARE("3x3", "3×3, 64→64, 56×56", new ConvGeometry(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1), 64, 64, 56),
    DEPTHWISE("depthwise", "depthwise 3×3, 96, 112×112", new ConvGeometry(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 96), 96, 96, 112),
    STEM("7x7", "7×7 stride 2, 3→64, 224×224", new ConvGeometry(7, 7, 2, 2, 3, 3, 3, 3, 1, 1, 1), 3, 64, 224),
    FULLY_CONNECTED("fc", "fully connected, 4096→1000", ConvGeometry.POINTWISE, 4096, 1000, 1),
    /** For the test of the harness itself. */
    TINY("tiny", "3×3, 5→7, 9×9", new ConvGeometry(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1), 5, 7, 9);

    private final String word;
    private final String title;
    private final ConvShape shape;

    BenchLayer(String word, String title, ConvGeometry geometry, int inputs, int outputs, int extent) {
        this.word = word;
        this.title = title;
        this.shape = new ConvShape(
                geometry, Shape.of(1, inputs, extent, extent), outputs, ChannelRange.all(outputs));
    }

    /** What is asked for with {@code -Dbench.layers}. */
    public String word() {
        return word;
    }

    /** For tables. */
    String title() {
        return title;
    }

    /** All output channels. */
    public ConvShape shape() {
        return shape;
    }

    /** Whether a runtime would compute it as a matrix product of rows. */
    boolean isFullyConnected() {
        return shape.inputHeight() * shape.inputWidth() == 1 && shape.geometry().equals(ConvGeometry.POINTWISE);
    }

    /** The layers by their words, with commas between them; all but the tiny one if there is no word. */
    public static List<BenchLayer> named(String words) {
        if (words.isBlank()) {
            return Arrays.stream(values()).filter(layer -> layer != TINY).toList();
        }
        return Arrays.stream(words.split(",")).map(String::strip).map(BenchLayer::of).toList();
    }

    private static BenchLayer of(String word) {
        return Arrays.stream(values())
                .filter(layer -> layer.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no layer '" + word + "' to measure; choose of "
                        + Arrays.stream(values()).map(BenchLayer::word).toList() + "."));
    }
}
