package org.quantscope.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.quantscope.model.AutoPad;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.model.LayerKind;
import org.quantscope.quant.Formula;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * The convolution that the question was asked about (arithmetic contract, section 11): 160 output channels of 192 inputs,
 * 1×1, on 224×224 pixels. Everything is uniformly random, scale and zero point of each output channel too, so the zero
 * points are no integers and have nothing to do with the weights. The input is not quantized.
 */
public final class SeedWorkload {
    /** Name of its only layer. */
    public static final String NAME = "seed question";
    /** Seed of {@link Random}. */
    public static final long SEED = 42;

    private static final int OUTPUTS = 160;
    private static final int INPUTS = 192;
    private static final int EXTENT = 224;
    private static final QuantType UINT8 = QuantType.UINT8;

    private final Layer layer;
    private final FloatTensor input;
    private final float[] scales;
    private final float[] zeroPoints;

    private SeedWorkload(Layer layer, FloatTensor input, float[] scales, float[] zeroPoints) {
        this.layer = layer;
        this.input = input;
        this.scales = scales;
        this.zeroPoints = zeroPoints;
    }

    /** Draws bias, weight, input, scale and zero point in this order, each row-major. */
    public static SeedWorkload create() {
        return create(EXTENT);
    }

    /** As {@link #create()} on an input of {@code extent}×{@code extent} pixels, for a quick look. */
    static SeedWorkload create(int extent) {
        Random random = new Random(SEED);
        FloatTensor bias = draw(random, Shape.of(OUTPUTS));
        FloatTensor weight = draw(random, Shape.of(OUTPUTS, INPUTS, 1, 1));
        FloatTensor input = draw(random, Shape.of(1, INPUTS, extent, extent));
        float[] scales = draw(random, Shape.of(OUTPUTS)).data();
        float[] zeroPoints = draw(random, Shape.of(OUTPUTS)).data();
        return new SeedWorkload(layer(weight, bias), input, scales, zeroPoints);
    }

    public Layer layer() {
        return layer;
    }

    /** (1, 192, 224, 224). */
    public FloatTensor input() {
        return input;
    }

    /**
     * Weights of 8 bits, 0 to 255, with the drawn scales and zero points in the words of a formula; bias and input float.
     *
     * @param formula {@link Formula#MICRONET}: the scale divides, half away from zero, (10); {@link
     *     Formula#MICRONET_2020}: it multiplies, half to even, (11)
     */
    public LayerParams params(Formula formula) {
        Rounding rounding =
                formula == Formula.MICRONET_2020 ? Rounding.HALF_TO_EVEN : Rounding.HALF_AWAY_FROM_ZERO;
        List<QuantParams> channels = new ArrayList<>(OUTPUTS);
        for (int channel = 0; channel < OUTPUTS; channel++) {
            channels.add(new QuantParams(UINT8, scales[channel], zeroPoints[channel], rounding, formula));
        }
        LayerParams plain = LayerParams.FLOAT;
        return new LayerParams(Optional.of(new TensorParams(channels)), Optional.empty(), Optional.empty(),
                OptionalInt.empty(), plain.requantization(), plain.accumulator(), Optional.empty());
    }

    private static FloatTensor draw(Random random, Shape shape) {
        float[] values = new float[shape.size()];
        for (int at = 0; at < values.length; at++) {
            values[at] = random.nextFloat();
        }
        return FloatTensor.wrap(shape, values);
    }

    private static Layer layer(FloatTensor weight, FloatTensor bias) {
        return new Layer(NAME, NAME, "Conv", LayerKind.CONV, weight, Optional.of(bias), ConvGeometry.POINTWISE,
                AutoPad.NOTSET, "weight", Optional.of("bias"), "input", InputLayout.IMAGE, "output", Optional.empty(),
                true, 0);
    }
}
