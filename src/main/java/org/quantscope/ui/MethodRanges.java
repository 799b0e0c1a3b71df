package org.quantscope.ui;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.calibrate.RangeTarget;
import org.quantscope.quant.ClippingRange;
import org.quantscope.ui.chart.RangeTick;

/**
 * The ranges of all methods for one tensor, as marks on its histogram. Methods that choose the same range share a mark.
 */
final class MethodRanges {
    /**
     * What they are wanted for.
     *
     * @param subject equal where the values are the same
     * @param seen what a method needs of them
     * @param target what the range is for
     * @param methods the methods
     * @param taken the method in use; empty: another range is
     */
    record Request(
            Object subject,
            Function<CalibrationMethod, RangeStatistics> seen,
            RangeTarget target,
            List<CalibrationMethod> methods,
            Optional<CalibrationMethod> taken) {
        boolean sameAs(Request other) {
            return other != null
                    && subject.equals(other.subject)
                    && target.equals(other.target)
                    && methods.equals(other.methods)
                    && taken.equals(other.taken);
        }
    }

    private MethodRanges() {}

    /** One mark for each different range; a method that has too little to go by has none. */
    static List<RangeTick> ticks(Request request) {
        Map<ClippingRange, List<CalibrationMethod>> byRange = new LinkedHashMap<>();
        for (CalibrationMethod method : request.methods()) {
            RangeStatistics seen = request.seen().apply(method);
            if (seen.suffice(method) && seen.count() > 0) {
                byRange.computeIfAbsent(covered(method.range(seen, request.target()), request.target()),
                        first -> new ArrayList<>()).add(method);
            }
        }
        List<RangeTick> ticks = new ArrayList<>();
        byRange.forEach((range, methods) -> ticks.add(tick(range, methods, request.taken())));
        return List.copyOf(ticks);
    }

    private static RangeTick tick(
            ClippingRange range, List<CalibrationMethod> methods, Optional<CalibrationMethod> taken) {
        boolean inUse = taken.filter(methods::contains).isPresent();
        CalibrationMethod first = inUse ? taken.get() : methods.get(0);
        String label = String.join(" · ", methods.stream().map(RangeMethods::shortName).toList());
        return new RangeTick(first.text().replace('=', '-').replace('.', '-'), first.text(), label,
                range.min(), range.max(), inUse);
    }

    /** What the codes are spread over: zero is inside, and the symmetric scheme has both sides alike, (4) and (5). */
    private static ClippingRange covered(ClippingRange range, RangeTarget target) {
        if (target.formula().isMicronet()) {
            return range;
        }
        float low = Math.min(range.min(), 0);
        float high = Math.max(range.max(), 0);
        float largest = Math.max(-low, high);
        return target.isSymmetric() ? new ClippingRange(-largest, largest) : new ClippingRange(low, high);
    }
}
