package org.quantscope.conv;

import java.util.Optional;

/**
 * The integer path of one channel as a run gave it. Arrays are (N, H', W').
 *
 * @param values results in real units
 * @param codes output codes, if there is an output quantizer
 * @param sums {@code Σ (qx − zx)(qw − zw)}, if there is an integer accumulator
 * @param heldSums what the register held, if it cannot hold every sum
 * @param biasCode what is added to the sums otherwise
 */
public record StoredPlane(
        double[] values, Optional<int[]> codes, Optional<long[]> sums, Optional<long[]> heldSums, int biasCode)
        implements IntegerPlane {
    @Override
    public int size() {
        return values.length;
    }

    @Override
    public double value(int at) {
        return values[at];
    }

    @Override
    public boolean hasCodes() {
        return codes.isPresent();
    }

    @Override
    public int code(int at) {
        return codes.orElseThrow()[at];
    }

    @Override
    public boolean hasSums() {
        return sums.isPresent();
    }

    @Override
    public long sum(int at) {
        return sums.orElseThrow()[at];
    }

    @Override
    public long held(int at) {
        return heldSums.isPresent() ? heldSums.get()[at] : sum(at) + biasCode;
    }
}
