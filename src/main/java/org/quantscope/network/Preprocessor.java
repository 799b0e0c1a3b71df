package org.quantscope.network;

import java.util.List;
import org.quantscope.settings.Preprocessing;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * From pixels to the network's input: bilinear resizing where the size differs, gray to colour by repetition, colour to
 * gray by 0.299 R + 0.587 G + 0.114 B, then {@code (pixel · scale − mean) / std}. Each of the three steps is
 * rounded to float32, as the usual training pipelines compute it, so that ranges agree with theirs to the last bits.
 */
public final class Preprocessor {
    private static final double[] LUMA = {0.299, 0.587, 0.114};

    private Preprocessor() {}

    /** Where channels, rows and columns are in a network's input. */
    private record Target(int batch, int channels, int height, int width, boolean channelsFirst) {}

    /**
     * The input for one image. A batch larger than 1 repeats it.
     *
     * @param target the input's shape: [N, C, H, W] or [N, H, W, C] by the preprocessing's layout, the same without N,
     *     or [N, features] where the image has as many values
     * @throws IllegalArgumentException with a sentence if no image can have that shape
     */
    public static FloatTensor apply(RawImage image, Preprocessing preprocessing, Shape target) {
        Target wanted = target(image, preprocessing.layout(), target);
        requireChannels(preprocessing.mean(), "mean", wanted.channels());
        requireChannels(preprocessing.std(), "standard deviation", wanted.channels());
        float[] input = new float[target.size()];
        int area = wanted.height() * wanted.width();
        for (int y = 0; y < wanted.height(); y++) {
            for (int x = 0; x < wanted.width(); x++) {
                for (int channel = 0; channel < wanted.channels(); channel++) {
                    int at = wanted.channelsFirst()
                            ? channel * area + y * wanted.width() + x
                            : (y * wanted.width() + x) * wanted.channels() + channel;
                    float unit = (float) (pixel(image, wanted, y, x, channel) * preprocessing.scale());
                    input[at] = (unit - of(preprocessing.mean(), channel)) / of(preprocessing.std(), channel);
                }
            }
        }
        for (int copy = 1; copy < wanted.batch(); copy++) {
            int length = area * wanted.channels();
            System.arraycopy(input, 0, input, copy * length, length);
        }
        return FloatTensor.wrap(target, input);
    }

    private static Target target(RawImage image, Preprocessing.Layout layout, Shape shape) {
        boolean first = layout == Preprocessing.Layout.NCHW;
        int rank = shape.rank();
        Target target;
        if (rank == 4 || rank == 3) {
            int[] e = shape.toArray();
            int at = rank - 3;
            target = new Target(rank == 4 ? e[0] : 1, e[first ? at : at + 2], e[first ? at + 1 : at],
                    e[first ? at + 2 : at + 1], first);
        } else if (rank == 2 && shape.extent(1) == image.height() * image.width()) {
            target = new Target(shape.extent(0), 1, image.height(), image.width(), first);
        } else if (rank == 2 && shape.extent(1) == image.height() * image.width() * 3) {
            target = new Target(shape.extent(0), 3, image.height(), image.width(), first);
        } else {
            throw new IllegalArgumentException("The network reads an input of shape " + shape
                    + ", which an image of " + image.height() + "×" + image.width()
                    + " cannot become; give the input as a .npy array of that shape.");
        }
        if (target.channels() != 1 && target.channels() != 3 || shape.size() == 0) {
            throw new IllegalArgumentException("The network reads an input of shape " + shape + " with "
                    + target.channels() + " channels in the layout " + layout + "; an image has 1 or 3 channels."
                    + " Change the layout, or give the input as a .npy array of that shape.");
        }
        return target;
    }

    /** The value at a place of the target, from 0 to 255. */
    private static double pixel(RawImage image, Target target, int y, int x, int channel) {
        if (target.height() == image.height() && target.width() == image.width()) {
            return colour(image, y, x, target.channels(), channel);
        }
        double sourceY = source(y, target.height(), image.height());
        double sourceX = source(x, target.width(), image.width());
        int top = (int) sourceY;
        int left = (int) sourceX;
        int bottom = Math.min(top + 1, image.height() - 1);
        int right = Math.min(left + 1, image.width() - 1);
        double down = sourceY - top;
        double across = sourceX - left;
        int wanted = target.channels();
        double upper = (1 - across) * colour(image, top, left, wanted, channel)
                + across * colour(image, top, right, wanted, channel);
        double lower = (1 - across) * colour(image, bottom, left, wanted, channel)
                + across * colour(image, bottom, right, wanted, channel);
        return (1 - down) * upper + down * lower;
    }

    /** The place in the source of a pixel's centre, inside the image. */
    private static double source(int at, int extent, int sourceExtent) {
        double centre = (at + 0.5) * sourceExtent / extent - 0.5;
        return Math.max(0, Math.min(sourceExtent - 1, centre));
    }

    private static double colour(RawImage image, int y, int x, int wanted, int channel) {
        if (wanted == image.channels()) {
            return image.value(y, x, channel);
        }
        if (wanted == 3) {
            return image.value(y, x, 0);
        }
        return LUMA[0] * image.value(y, x, 0) + LUMA[1] * image.value(y, x, 1) + LUMA[2] * image.value(y, x, 2);
    }

    private static void requireChannels(List<Double> values, String what, int channels) {
        if (values.size() != 1 && values.size() != channels) {
            throw new IllegalArgumentException("The normalisation has " + values.size() + " values for the " + what
                    + ", and the network's input has " + channels + (channels == 1 ? " channel; give 1." : " channels; give"
                            + " 1 or " + channels + "."));
        }
    }

    private static float of(List<Double> values, int channel) {
        return values.get(values.size() == 1 ? 0 : channel).floatValue();
    }
}
