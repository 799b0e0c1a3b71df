package org.quantscope.conv.engine;

import java.nio.ByteBuffer;
import org.quantscope.conv.ConvShape;
import org.quantscope.model.ConvGeometry;

/**
 * What the zero points leave behind in sums of packed codes: {@code Σ (x' − zx)(w' − zw) = Σ x'w' − zw·box − zx·Σ w' +
 * K·zx·zw}, with {@code box = Σ x'} over the window. The padding holds zx, so that all K taps count everywhere
 * (arithmetic contract, section 6).
 */
public final class PackedTerms {
    private final int[] channelTerms;
    private final int[] weightZeroPoints;
    private final int[] boxes;
    private final int groups;
    private final int channelsPerGroup;

    private PackedTerms(int[] channelTerms, int[] weightZeroPoints, int[] boxes, int groups, int channelsPerGroup) {
        this.channelTerms = channelTerms;
        this.weightZeroPoints = weightZeroPoints;
        this.boxes = boxes;
        this.groups = groups;
        this.channelsPerGroup = channelsPerGroup;
    }

    /** @param boxes of the same input, from {@link #boxes(PackedInput, Crew)}; not read if all weights count from zero */
    static PackedTerms of(PackedInput input, PackedWeights weights, int[] boxes) {
        int taps = weights.codes().length / weights.zeroPoints().length;
        int[] terms = new int[weights.zeroPoints().length];
        boolean centred = true;
        for (int channel = 0; channel < terms.length; channel++) {
            int zw = weights.zeroPoints()[channel];
            terms[channel] = input.zeroPoint() * (taps * zw - weights.rowSums()[channel]);
            centred &= zw == 0;
        }
        int groups = input.shape().geometry().group();
        return new PackedTerms(terms, weights.zeroPoints(), centred ? null : boxes, groups, terms.length / groups);
    }

    /** Whether some channel's weights do not count from zero, so that the box sums are needed. */
    static boolean needsBoxes(PackedWeights weights) {
        for (int zeroPoint : weights.zeroPoints()) {
            if (zeroPoint != 0) {
                return true;
            }
        }
        return false;
    }

    /** {@code Σ x'} over the window of every output pixel and group: (N, H', W', groups). */
    static int[] boxes(PackedInput input, Crew crew) {
        ConvShape shape = input.shape();
        int groups = shape.geometry().group();
        int rows = shape.outputHeight();
        int[] boxes = new int[shape.images() * rows * shape.outputWidth() * groups];
        crew.share(shape.images() * rows, 4, (from, to) -> {
            for (int at = from; at < to; at++) {
                fillRow(input, at / rows, at % rows, boxes, at * shape.outputWidth() * groups);
            }
        });
        return boxes;
    }

    private static void fillRow(PackedInput input, int image, int oy, int[] boxes, int target) {
        ConvShape shape = input.shape();
        ConvGeometry geometry = shape.geometry();
        int channels = input.channels();
        int perGroup = shape.channelsPerGroup();
        ByteBuffer codes = input.codes();
        int at = target;
        for (int ox = 0; ox < shape.outputWidth(); ox++) {
            for (int group = 0; group < geometry.group(); group++, at++) {
                int sum = 0;
                for (int ky = 0; ky < geometry.kernelHeight(); ky++) {
                    int y = oy * geometry.strideHeight() + ky * geometry.dilationHeight();
                    for (int kx = 0; kx < geometry.kernelWidth(); kx++) {
                        int x = ox * geometry.strideWidth() + kx * geometry.dilationWidth();
                        int pixel = (image * input.paddedHeight() + y) * input.paddedWidth() + x;
                        int first = pixel * channels + group * perGroup;
                        for (int c = first; c < first + perGroup; c++) {
                            sum += codes.get(c) & 0xFF;
                        }
                    }
                }
                boxes[at] = sum;
            }
        }
    }

    /**
     * Takes the zero points off raw sums.
     *
     * @param sums (pixels, channels), changed in place
     * @param pixel the first output pixel, through all images
     * @param pixels how many
     */
    void correct(int[] sums, int pixel, int pixels) {
        int channels = channelTerms.length;
        for (int p = 0; p < pixels; p++) {
            int from = p * channels;
            if (boxes == null) {
                for (int c = 0; c < channels; c++) {
                    sums[from + c] += channelTerms[c];
                }
                continue;
            }
            for (int group = 0; group < groups; group++) {
                int box = boxes[(pixel + p) * groups + group];
                for (int c = group * channelsPerGroup; c < (group + 1) * channelsPerGroup; c++) {
                    sums[from + c] += channelTerms[c] - weightZeroPoints[c] * box;
                }
            }
        }
    }
}
