package org.quantscope.network;

import java.util.SplittableRandom;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.settings.Preprocessing;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * An input made up from a seed, for where there is no image or the network cannot be run.
 *
 * @param tensor the values
 * @param label says that it is random, and the seed
 */
public record RandomInput(FloatTensor tensor, String label) {
    private static final int SIDE = 16;

    /**
     * Random bytes as pixels, through the preprocessing, for a network's input of four, three or two dimensions. Other
     * inputs, and those with channels that no image has, get {@link #normal}.
     */
    public static RandomInput pixels(Shape networkInput, Preprocessing preprocessing, long seed) {
        int rank = networkInput.rank();
        boolean first = preprocessing.layout() == Preprocessing.Layout.NCHW;
        int channels = rank == 4 || rank == 3 ? networkInput.extent(first ? rank - 3 : rank - 1) : 0;
        if (channels != 1 && channels != 3 || networkInput.size() == 0) {
            return normal(networkInput, seed);
        }
        int height = networkInput.extent(first ? rank - 2 : rank - 3);
        int width = networkInput.extent(first ? rank - 1 : rank - 2);
        SplittableRandom random = new SplittableRandom(seed);
        byte[] pixels = new byte[height * width * channels];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) random.nextInt(256);
        }
        RawImage image = new RawImage(height, width, channels, pixels);
        return new RandomInput(Preprocessor.apply(image, preprocessing, networkInput), label(seed));
    }

    /** Values of the standard normal distribution. */
    public static RandomInput normal(Shape shape, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i += 2) {
            // Box and Muller's pair; 1 − u is never 0.
            double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
            double angle = 2 * Math.PI * random.nextDouble();
            values[i] = (float) (radius * Math.cos(angle));
            if (i + 1 < values.length) {
                values[i + 1] = (float) (radius * Math.sin(angle));
            }
        }
        return new RandomInput(FloatTensor.wrap(shape, values), label(seed));
    }

    /** A standard normal input (1, C, H, W) for one layer alone, large enough for its kernel. */
    public static RandomInput forLayer(Layer layer, long seed) {
        ConvGeometry geometry = layer.geometry();
        boolean image = layer.inputLayout() == InputLayout.IMAGE;
        boolean sequence = layer.inputLayout() == InputLayout.SEQUENCE;
        int height = image ? side(geometry.kernelHeight(), geometry.dilationHeight()) : 1;
        int width = image || sequence ? side(geometry.kernelWidth(), geometry.dilationWidth()) : 1;
        return normal(Shape.of(1, layer.inputChannels(), height, width), seed);
    }

    private static int side(int kernel, int dilation) {
        return Math.max(SIDE, Math.addExact(Math.multiplyExact(dilation, kernel - 1), 1));
    }

    private static String label(long seed) {
        return "random input, seed " + seed;
    }
}
