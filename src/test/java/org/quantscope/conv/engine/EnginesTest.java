package org.quantscope.conv.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.FloatConv;
import org.quantscope.conv.IntegerConv;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.LongTensor;

class EnginesTest {
    @Test
    void oneDnnServesWhereItsLibraryLoads() {
        ConvEngine engine = Engines.select("auto");
        assertThat(engine.name()).isEqualTo("onednn");
        assertThat(engine.description()).matches("oneDNN 3\\.11\\.0, .+ — exact by self-test.*");
        assertThat(engine.fallbackReason()).isEmpty();
        assertThat(engine.details().get("float32 1×1")).matches(".*(avx|sse|amx).*");
        assertThat(Engines.select("onednn")).isSameAs(engine);
    }

    @Test
    void nd4jServesWhereItIsAskedFor() {
        ConvEngine engine = Engines.select("nd4j");
        assertThat(engine.name()).isEqualTo("nd4j");
        assertThat(engine.description()).matches("ND4J 1\\.0\\.0-M2\\.1, OpenBLAS [0-9.]+ — exact by self-test");
        assertThat(engine.fallbackReason()).isEmpty();
        assertThat(Engines.select("nd4j")).isSameAs(engine);
    }

    @Test
    void theReferenceServesWhereItIsAskedFor() {
        ConvEngine engine = Engines.select("reference");
        assertThat(engine.name()).isEqualTo("reference");
        assertThat(engine.fallbackReason()).isEmpty();
    }

    @Test
    void unknownEnginesAreNamed() {
        assertThatThrownBy(() -> Engines.select("cuda"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no engine named 'cuda'; choose auto, onednn, nd4j or reference.");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        new UnsatisfiedLinkError("no jnind4jcpu in java.library.path"),
                        "UnsatisfiedLinkError: no jnind4jcpu in java.library.path"),
                Arguments.of(
                        new NoClassDefFoundError("org/nd4j/linalg/factory/Nd4j"),
                        "NoClassDefFoundError: org/nd4j/linalg/factory/Nd4j"),
                Arguments.of(
                        new ExceptionInInitializerError(new IllegalStateException("no backend\nsecond line")),
                        "IllegalStateException: no backend"),
                Arguments.of(new IllegalStateException(), "IllegalStateException"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whereTheLibraryDoesNotLoadThePlainLoopsServeAndSayWhy(Throwable failure, String words) {
        Engines engines = new Engines(failing(failure), hard -> new ReferenceEngine());
        for (String wanted : List.of("auto", "onednn", "nd4j")) {
            ConvEngine engine = engines.choose(wanted);
            assertThat(engine.name()).isEqualTo("reference");
            assertThat(engine.fallbackReason())
                    .contains("ND4J's native library cannot be loaded here (" + words + ").");
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whereOnlyOneDnnDoesNotLoadTheOtherLibraryServesAndSaysWhy(Throwable failure, String words) {
        Engines engines = new Engines(ReferenceEngine::new, hard -> failing(failure).get());
        for (String wanted : List.of("auto", "onednn")) {
            assertThat(engines.choose(wanted).fallbackReason())
                    .contains("oneDNN's native library cannot be loaded here (" + words + ").");
        }
        assertThat(engines.choose("nd4j").fallbackReason()).isEmpty();
    }

    @Test
    void enginesAreLoadedOnce() {
        int[] loads = new int[2];
        Engines engines = new Engines(
                () -> {
                    loads[0]++;
                    return new ReferenceEngine();
                },
                hard -> {
                    loads[1]++;
                    return new ReferenceEngine();
                });
        engines.choose("nd4j");
        engines.choose("auto");
        engines.choose("onednn");
        assertThat(loads).containsExactly(1, 1);
    }

    @Test
    void anEngineWithWrongSumsIsNotUsed() {
        Wrong wrong = new Wrong((shape, input, weight) -> IntegerConv.sums(
                shape, input, Codes.uniform(weight.tensor(), weight.zeroPoint(0)), Cancellation.NEVER));
        ConvEngine slow = new Engines(() -> wrong, hard -> new ReferenceEngine()).choose("auto");
        assertThat(slow.name()).isEqualTo("reference");
        assertThat(slow.fallbackReason()).contains("ND4J is not used: its self-test found wrong integer sums "
                + "(1×1 above the limit of float32, random codes and zero points).");
        ConvEngine next = new Engines(ReferenceEngine::new, hard -> wrong).choose("auto");
        assertThat(next.fallbackReason()).contains("oneDNN is not used: its self-test found wrong integer sums "
                + "(1×1 above the limit of float32, random codes and zero points).");
    }

    @Test
    void theSelfTestFindsSumsThatFloat32CannotHold() {
        Wrong inFloat = new Wrong((shape, input, weight) -> {
            FloatTensor sums = FloatConv.sums(shape, input.steps(), weight.steps(), Cancellation.NEVER);
            long[] exact = new long[sums.size()];
            for (int at = 0; at < exact.length; at++) {
                exact[at] = (long) sums.get(at);
            }
            return LongTensor.wrap(sums.shape(), exact);
        });
        assertThat(SelfTest.failure(inFloat, HardSums.all()))
                .contains("wrong integer sums (1×1 above the limit of float32, almost all 255 × 127)");
    }

    @Test
    void theSelfTestFindsPairSumsThatSaturateAt16Bits() {
        Wrong saturating = new Wrong((shape, input, weight) -> {
            LongTensor exact = IntegerConv.sums(shape, input, weight, Cancellation.NEVER);
            long[] capped = new long[exact.size()];
            for (int at = 0; at < capped.length; at++) {
                capped[at] = Math.max(-32768L * shape.taps() / 2, Math.min(32767L * shape.taps() / 2, exact.get(at)));
            }
            return LongTensor.wrap(exact.shape(), capped);
        });
        assertThat(SelfTest.failure(saturating, HardSums.all()))
                .contains("wrong integer sums (1×1 above the limit of float32, almost all 255 × 127)");
    }

    @Test
    void theSelfTestPassesTheReference() {
        assertThat(SelfTest.failure(new ReferenceEngine(), HardSums.all())).isEqualTo(Optional.empty());
    }

    private static Supplier<ConvEngine> failing(Throwable failure) {
        return () -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        };
    }

    private interface IntegerSums {
        LongTensor of(ConvShape shape, Codes input, Codes weight);
    }

    /** An engine whose integer sums are the given ones. */
    private record Wrong(IntegerSums sums) implements ConvEngine, ConvKernels {
        @Override
        public String name() {
            return "wrong";
        }

        @Override
        public String description() {
            return "wrong";
        }

        @Override
        public ConvKernels kernels() {
            return this;
        }

        @Override
        public FloatTensor floatSums(
                ConvShape shape, FloatTensor input, FloatTensor weight, Cancellation cancellation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DoubleTensor doubleSums(
                ConvShape shape, FloatTensor input, FloatTensor weight, Cancellation cancellation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public LongTensor integerSums(ConvShape shape, Codes input, Codes weight, Cancellation cancellation) {
            return sums.of(shape, input, weight);
        }
    }
}
