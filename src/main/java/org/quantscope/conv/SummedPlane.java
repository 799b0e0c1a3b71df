package org.quantscope.conv;

/**
 * The integer path from its sums, each result worked out when it is asked for.
 *
 * @param sums {@code Σ (qx − zx)(qw − zw)}, (N, H', W')
 * @param biasCode what the register adds to them; it holds every sum
 * @param epilogue from the register to the output
 */
public record SummedPlane(int[] sums, int biasCode, ChannelEpilogue epilogue) implements IntegerPlane {
    /** Whether another plane has the same sums in the same register. */
    public boolean hasSumsOf(IntegerPlane other) {
        return other instanceof SummedPlane plane && plane.sums == sums && plane.biasCode == biasCode;
    }

    @Override
    public int size() {
        return sums.length;
    }

    @Override
    public double value(int at) {
        return epilogue.value(held(at));
    }

    @Override
    public boolean hasCodes() {
        return epilogue.hasCodes();
    }

    @Override
    public int code(int at) {
        return epilogue.code(held(at));
    }

    @Override
    public void codes(int from, int count, int[] codes) {
        epilogue.codes(sums, from, count, biasCode, codes);
    }

    @Override
    public boolean hasSums() {
        return true;
    }

    @Override
    public long sum(int at) {
        return sums[at];
    }

    @Override
    public long held(int at) {
        return (long) sums[at] + biasCode;
    }
}
