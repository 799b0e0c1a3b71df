package org.quantscope.ui;

import org.quantscope.analysis.ChannelPaths;
import org.quantscope.ui.chart.MapData;
import org.quantscope.workspace.LessonAnswer;
import org.quantscope.workspace.LessonCase;

/**
 * The planes of the shown channel.
 *
 * @param fake fake-quant outputs
 * @param naive outputs of the naive path
 * @param corrected outputs of the terms that are switched on
 * @param difference fake-quant minus naive
 * @param input the first input channel that the channel reads
 * @param windowSum S, the input summed over the window
 * @param fakeScale colours of {@code fake}
 * @param naiveScale colours of {@code naive}; the same where the two overlap
 * @param correctedScale colours of {@code corrected}; that of {@code fake} where the two overlap
 * @param differenceScale colours of {@code difference}
 * @param widest where the difference is largest
 */
record LessonPicture(
        MapData fake,
        MapData naive,
        MapData corrected,
        MapData difference,
        MapData input,
        MapData windowSum,
        LessonScale fakeScale,
        LessonScale naiveScale,
        LessonScale correctedScale,
        LessonScale differenceScale,
        OutputCursor widest) {

    /** A difference below this share of the outputs has a colour near that of 0. */
    private static final double LEAST_DIFFERENCE = 0.01;

    static LessonPicture of(LessonAnswer answer) {
        ChannelPaths paths = answer.shown();
        LessonCase subject = answer.subject();
        int size = paths.fake().length;
        float[] naive = floats(paths.naive());
        float[] corrected = floats(paths.sums().outputs(answer.question().terms(), answer.question().padding()));
        float[] difference = new float[size];
        float[] sums = new float[size];
        for (int pixel = 0; pixel < size; pixel++) {
            difference[pixel] = (float) paths.difference(pixel);
            sums[pixel] = (float) paths.sums().windowSum(pixel);
        }
        LessonScale fakeRange = LessonScale.range(paths.fake());
        LessonScale naiveRange = LessonScale.range(naive);
        LessonScale correctedRange = LessonScale.range(corrected);
        boolean shared = fakeRange.overlaps(naiveRange);
        LessonScale own = shared ? fakeRange.with(naiveRange) : fakeRange;
        LessonScale its = shared ? own : naiveRange;
        LessonScale third = correctedRange.overlaps(own) ? own : correctedRange.overlaps(its) ? its : correctedRange;
        int first = subject.firstInputChannel(paths.channel());
        MapData input = new MapData(
                subject.inputPlane(first), 0, 1, subject.shape().inputHeight(), subject.shape().inputWidth());
        int widest = paths.widestPixel();
        return new LessonPicture(
                plane(paths, paths.fake()), plane(paths, naive), plane(paths, corrected), plane(paths, difference),
                input, plane(paths, sums),
                own.rounded(), its.rounded(), third.rounded(), LessonScale.range(difference).centred(LEAST_DIFFERENCE * fakeRange.magnitude()),
                new OutputCursor(0, widest / paths.columns(), widest % paths.columns()));
    }

    boolean holds(OutputCursor place) {
        return place.row() < fake.rows() && place.column() < fake.columns();
    }

    int pixel(OutputCursor place) {
        return place.row() * fake.columns() + place.column();
    }

    private static MapData plane(ChannelPaths paths, float[] values) {
        return new MapData(values, 0, 1, paths.rows(), paths.columns());
    }

    private static float[] floats(double[] values) {
        float[] rounded = new float[values.length];
        for (int at = 0; at < values.length; at++) {
            rounded[at] = (float) values[at];
        }
        return rounded;
    }
}
