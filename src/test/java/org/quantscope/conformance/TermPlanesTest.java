package org.quantscope.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.RandomLayers;
import org.quantscope.conv.engine.ConvKernels;
import org.quantscope.conv.engine.Engines;
import org.quantscope.conv.engine.TermPlanes;
import org.quantscope.conv.engine.TermPlanes.Side;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;

/** The planes of the four terms against {@link ShiftedIntegers}, for all channels and for some of them. */
class TermPlanesTest {
    private static final int ROUNDS = 120;

    /** A drawn layer in codes: weights of all channels, planes of some. */
    private record Case(ConvShape all, ConvShape some, IntTensor x, IntTensor w) {
        static Case draw(RandomLayers layers, int round) {
            ConvShape some = round % 6 == 0 ? layers.pointwise() : layers.shape(4);
            ConvShape all = some.withChannels(ChannelRange.all(some.outputChannels()));
            return new Case(
                    all, some, layers.codes(all.input(), layers.type()), layers.codes(all.weight(), layers.type()));
        }

        TermPlanes planes(ConvKernels kernels) {
            return TermPlanes.of(
                    kernels, some, Side.raw(Optional.of(x), null), Side.raw(Optional.of(someWeights()), null),
                    Cancellation.NEVER);
        }

        TermPlanes planesOfReals(ConvKernels kernels) {
            return TermPlanes.of(
                    kernels, some, Side.raw(Optional.empty(), reals(x)), Side.raw(Optional.of(someWeights()), null),
                    Cancellation.NEVER);
        }

        private IntTensor someWeights() {
            int from = some.channels().from() * some.taps();
            return IntTensor.wrap(some.weight(), Arrays.copyOfRange(w.data(), from, from + some.weight().size()));
        }

        /** {@code Σ (f(x) − ox)(g(w) − ow)} of all channels. */
        long[] sums(IntUnaryOperator f, long inputOrigin, IntUnaryOperator g, long[] weightOrigins) {
            return ShiftedIntegers.sums(all.geometry(), map(x, f), inputOrigin, map(w, g), weightOrigins);
        }

        /** Where a computed element lies among the sums of all channels. */
        int place(int image, int row, int pixel, int plane) {
            return (image * all.outputChannels() + some.channels().from() + row) * plane + pixel;
        }

        private static IntTensor map(IntTensor from, IntUnaryOperator change) {
            return IntTensor.wrap(from.shape(), Arrays.stream(from.data()).map(change).toArray());
        }

        private static FloatTensor reals(IntTensor from) {
            float[] values = new float[from.size()];
            for (int at = 0; at < values.length; at++) {
                values[at] = from.get(at);
            }
            return FloatTensor.wrap(from.shape(), values);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "nd4j", "onednn"})
    void everyTermIsASumOverTheTapsInsideTheInput(String engine) {
        RandomLayers layers = new RandomLayers(301);
        ConvKernels kernels = Engines.select(engine).kernels();
        for (int round = 0; round < ROUNDS; round++) {
            Case drawn = Case.draw(layers, round);
            TermPlanes planes = round % 2 == 0 ? drawn.planes(kernels) : drawn.planesOfReals(kernels);
            long[] none = new long[drawn.all().outputChannels()];
            IntUnaryOperator same = code -> code;
            IntUnaryOperator one = code -> 1;
            long[] products = drawn.sums(same, 0, same, none);
            long[] inputSums = drawn.sums(same, 0, one, none);
            long[] weightSums = drawn.sums(one, 0, same, none);
            long[] taps = drawn.sums(one, 0, one, none);
            for (int image = 0; image < drawn.some().images(); image++) {
                for (int row = 0; row < drawn.some().channels().count(); row++) {
                    for (int pixel = 0; pixel < planes.planeSize(); pixel++) {
                        int at = drawn.place(image, row, pixel, planes.planeSize());
                        assertThat(planes.products(image, row, pixel)).isEqualTo(products[at]);
                        assertThat(planes.inputSum(image, row, pixel)).isEqualTo(inputSums[at]);
                        assertThat(planes.weightSum(row, pixel)).isEqualTo(weightSums[at]);
                        assertThat(planes.taps(pixel)).isEqualTo(taps[at]);
                    }
                }
            }
        }
    }

    /** Origins in quarters, so that four times all of it is an integer. */
    @ParameterizedTest
    @ValueSource(strings = {"reference", "nd4j", "onednn"})
    void theTermsTogetherCountFromWhateverRealZeroIs(String engine) {
        RandomLayers layers = new RandomLayers(302);
        ConvKernels kernels = Engines.select(engine).kernels();
        for (int round = 0; round < ROUNDS; round++) {
            Case drawn = Case.draw(layers, round);
            int inputQuarters = layers.between(-1000, 1000);
            long[] weightQuarters = new long[drawn.all().outputChannels()];
            Arrays.setAll(weightQuarters, channel -> layers.between(-1000, 1000));
            ChannelRange computed = drawn.some().channels();
            double[] origins = Arrays.stream(weightQuarters, computed.from(), computed.to())
                    .mapToDouble(quarters -> quarters / 4.0)
                    .toArray();
            TermPlanes planes = drawn.planes(kernels);
            double[] corrected = planes.corrected(inputQuarters / 4.0, origins).data();
            long[] sixteenfold = drawn.sums(code -> 4 * code, inputQuarters, code -> 4 * code, weightQuarters);
            int at = 0;
            for (int image = 0; image < drawn.some().images(); image++) {
                for (int row = 0; row < drawn.some().channels().count(); row++) {
                    for (int pixel = 0; pixel < planes.planeSize(); pixel++, at++) {
                        assertThat(16 * corrected[at])
                                .isEqualTo(sixteenfold[drawn.place(image, row, pixel, planes.planeSize())]);
                    }
                }
            }
        }
    }
}
