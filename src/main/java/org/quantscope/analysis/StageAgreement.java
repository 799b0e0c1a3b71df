package org.quantscope.analysis;

/**
 * How the two paths compare at one stage.
 *
 * @param stage the stage
 * @param compared values compared; 0 where the layer has no such stage
 * @param differing values that are not the same integer, or, of real values, apart by more than
 *     {@link ImplementationMismatch#TOLERANCE} of the largest
 * @param maxDifference largest difference in {@code unit}s, also where it is too small to differ
 * @param unit what differences are counted in: {@code codes}, {@code LSB}
 * @param remark a clause for a person: why there is no such stage, how close they are, or the first difference
 */
public record StageAgreement(
        Stage stage, long compared, long differing, double maxDifference, String unit, String remark) {

    /** A stage that the layer does not have. */
    static StageAgreement absent(Stage stage, String reason) {
        return new StageAgreement(stage, 0, 0, Double.NaN, "", reason);
    }

    /** Whether there was anything to compare. */
    public boolean exists() {
        return compared > 0;
    }

    /** Whether codes were compared, not values. */
    boolean inCodes() {
        return unit.equals("codes");
    }

    /** The unit as it is written behind the largest difference: one code, two codes. */
    public String unitOfLargest() {
        return inCodes() && maxDifference == 1 ? "code" : unit;
    }

    public boolean differs() {
        return differing > 0;
    }
}
