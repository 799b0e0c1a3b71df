package org.quantscope.quant;

import java.util.Optional;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * A BatchNormalization with fixed statistics behind a layer: y = γ · (x − μ) / sd + β for each channel, with
 * sd = √(σ² + ε). Such a layer can take it into its own weights and bias; what a padded input adds is not affected, since
 * a pad is a product with zero.
 *
 * @param scale γ, one value for each output channel of the layer
 * @param bias β
 * @param mean μ
 * @param variance σ²
 * @param epsilon ε
 */
public record BatchNorm(FloatTensor scale, FloatTensor bias, FloatTensor mean, FloatTensor variance, float epsilon) {

    /**
     * A layer's weights and bias with the BatchNormalization in them.
     *
     * @param weight in the shape of the layer's weights
     * @param bias one value for each output channel
     */
    public record Folded(FloatTensor weight, FloatTensor bias) {}

    /** One channel in double: the weights times {@code factor}, and the new bias. */
    private record Channel(double factor, double bias) {}

    /** @throws IllegalArgumentException with a sentence if the statistics cannot be those of such a node */
    public BatchNorm {
        int channels = scale.size();
        requireCount("bias", bias, channels);
        requireCount("mean", mean, channels);
        requireCount("variance", variance, channels);
        requireFinite("scale", scale);
        requireFinite("bias", bias);
        requireFinite("mean", mean);
        requireFinite("variance", variance);
        if (!Float.isFinite(epsilon) || epsilon < 0) {
            throw new IllegalArgumentException("The epsilon of a BatchNormalization is " + epsilon
                    + ", but it must be a finite number that is not negative.");
        }
        for (int channel = 0; channel < channels; channel++) {
            if (variance.get(channel) < 0 || variance.get(channel) + (double) epsilon <= 0) {
                throw new IllegalArgumentException("The variance of channel " + channel + " is "
                        + variance.get(channel) + ", so there is no deviation to divide by.");
            }
        }
    }

    /** Output channels. */
    public int channels() {
        return scale.size();
    }

    /**
     * The layer with the BatchNormalization in it, (19): w' = w · γ / sd, b' = β + (b − μ) · γ / sd. Computed in double
     * and rounded to float32 once.
     *
     * @param weight (O, ...), output channels first
     * @param layerBias b, (O); empty: 0
     * @throws IllegalArgumentException with a sentence if the channels do not fit, or a value leaves float32
     */
    public Folded fold(FloatTensor weight, Optional<FloatTensor> layerBias) {
        return apply(weight, layerBias, this::ordinary);
    }

    /**
     * The layer of which only the sign is read, (20): the sign of its output is that of the normalised one, and no weight
     * is scaled. γ &gt; 0: w' = w, b' = b − μ + β · sd / γ; γ &lt; 0: both with the other sign; γ = 0: w' = 0, b' = β, since
     * the normalised output is β whatever the input.
     *
     * @param weight (O, ...), output channels first
     * @param layerBias b, (O); empty: 0
     * @throws IllegalArgumentException with a sentence if the channels do not fit, or a value leaves float32
     */
    public Folded foldBeforeSign(FloatTensor weight, Optional<FloatTensor> layerBias) {
        return apply(weight, layerBias, this::beforeSign);
    }

    private interface Form {
        Channel of(int channel, double layerBias);
    }

    private Channel ordinary(int channel, double layerBias) {
        double factor = scale.get(channel) / deviation(channel);
        return new Channel(factor, bias.get(channel) + (layerBias - mean.get(channel)) * factor);
    }

    private Channel beforeSign(int channel, double layerBias) {
        double gamma = scale.get(channel);
        if (gamma == 0) {
            return new Channel(0, bias.get(channel));
        }
        double shifted = layerBias - mean.get(channel) + bias.get(channel) * deviation(channel) / gamma;
        return gamma > 0 ? new Channel(1, shifted) : new Channel(-1, -shifted);
    }

    private double deviation(int channel) {
        return Math.sqrt(variance.get(channel) + (double) epsilon);
    }

    private Folded apply(FloatTensor weight, Optional<FloatTensor> layerBias, Form form) {
        Shape shape = weight.shape();
        if (shape.rank() == 0 || shape.extent(0) != channels()) {
            throw new IllegalArgumentException("A BatchNormalization over " + channels()
                    + " channels does not fit weights of shape " + shape + ".");
        }
        layerBias.ifPresent(given -> requireCount("layer's bias", given, channels()));
        int taps = weight.size() / Math.max(1, channels());
        float[] weights = new float[weight.size()];
        float[] biases = new float[channels()];
        for (int channel = 0; channel < channels(); channel++) {
            double own = layerBias.isPresent() ? layerBias.get().get(channel) : 0;
            Channel folded = form.of(channel, own);
            boolean finite = true;
            for (int i = channel * taps; i < (channel + 1) * taps; i++) {
                weights[i] = scaled(weight.get(i), folded.factor());
                finite &= Float.isFinite(weights[i]);
            }
            biases[channel] = (float) folded.bias();
            if (!finite || !Float.isFinite(biases[channel])) {
                throw new IllegalArgumentException(
                        "Folded into the layer, the values of channel " + channel + " are too large for float32.");
            }
        }
        return new Folded(
                FloatTensor.wrap(shape, weights), FloatTensor.wrap(Shape.of(biases.length), biases));
    }

    /** A factor of 0 gives +0 for negative weights too: a dead channel has one code, not two zeros. */
    private static float scaled(float weight, double factor) {
        return factor == 0 ? 0f : (float) (weight * factor);
    }

    private static void requireCount(String what, FloatTensor tensor, int channels) {
        if (tensor.size() != channels) {
            throw new IllegalArgumentException("The " + what + " of a BatchNormalization over " + channels
                    + " channels has " + tensor.size() + " values.");
        }
    }

    private static void requireFinite(String what, FloatTensor tensor) {
        for (int channel = 0; channel < tensor.size(); channel++) {
            if (!Float.isFinite(tensor.get(channel))) {
                throw new IllegalArgumentException(
                        "The " + what + " of channel " + channel + " is " + tensor.get(channel) + ".");
            }
        }
    }
}
