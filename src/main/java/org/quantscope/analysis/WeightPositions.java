package org.quantscope.analysis;

import org.quantscope.quant.QuantParams;

/**
 * Where weights lie on an axis, and in which bins. Among the codes it is what their method made of them that lies
 * there; what is not a number lies at 0.
 *
 * @param axis what positions are
 * @param plain the weights as they are
 * @param prepared what codes are made of
 */
record WeightPositions(HistogramAxis axis, PreparedWeights plain, PreparedWeights prepared) {
    private enum Way {
        AS_THEY_ARE,
        DIVIDED,
        MULTIPLIED,
        PREPARED
    }

    private Way way(QuantParams own) {
        if (axis == HistogramAxis.VALUES) {
            return Way.AS_THEY_ARE;
        }
        return switch (own.formula()) {
            case ONNX, MICRONET, MICRONET_2020 -> Way.DIVIDED;
            case DOREFA_WEIGHT -> Way.MULTIPLIED;
            default -> Way.PREPARED;
        };
    }

    /** The position of one weight; {@code own}: its channel's parameters, not read on the axis of values. */
    double of(int at, QuantParams own) {
        return position(plain.values()[at], prepared.values()[at], own);
    }

    /** Positions keep the order of what they are made of. */
    double lowest(int channel, QuantParams own) {
        return position(plain.lowest()[channel], prepared.lowest()[channel], own);
    }

    double highest(int channel, QuantParams own) {
        return position(plain.highest()[channel], prepared.highest()[channel], own);
    }

    private double position(float weight, float made, QuantParams own) {
        return switch (way(own)) {
            case AS_THEY_ARE -> weight;
            case DIVIDED -> own.position(weight);
            case MULTIPLIED -> (double) made * own.type().qmax();
            case PREPARED -> Float.isNaN(made) ? 0 : made;
        };
    }

    /** The bins of {@code length} weights from {@code from} on, which have the same parameters. */
    void bins(int from, int length, QuantParams own, HistogramGrid grid, int[] bins) {
        switch (way(own)) {
            case AS_THEY_ARE -> counted(plain.values(), from, length, grid, bins);
            case DIVIDED -> divided(from, length, own, grid, bins);
            default -> {
                for (int i = 0; i < length; i++) {
                    bins[i] = bin(of(from + i, own), grid);
                }
            }
        }
    }

    private static int bin(double position, HistogramGrid grid) {
        return inside((int) ((position - grid.binStart()) / grid.binWidth()), grid.bins() - 1);
    }

    private static void counted(float[] values, int from, int length, HistogramGrid grid, int[] bins) {
        double start = grid.binStart();
        double width = grid.binWidth();
        int last = grid.bins() - 1;
        for (int i = 0; i < length; i++) {
            bins[i] = inside((int) ((values[from + i] - start) / width), last);
        }
    }

    /** On the axis of codes the width is a power of two, and its inverse is exact. */
    private void divided(int from, int length, QuantParams own, HistogramGrid grid, int[] bins) {
        float[] weights = plain.values();
        double step = own.step();
        double origin = own.origin();
        double start = grid.binStart();
        double inverse = 1 / grid.binWidth();
        int last = grid.bins() - 1;
        for (int i = 0; i < length; i++) {
            bins[i] = inside((int) ((weights[from + i] / step + origin - start) * inverse), last);
        }
    }

    private static int inside(int bin, int last) {
        return Math.max(0, Math.min(last, bin));
    }
}
