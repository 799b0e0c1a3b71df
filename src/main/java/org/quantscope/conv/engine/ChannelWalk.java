package org.quantscope.conv.engine;

import java.util.Arrays;
import java.util.Optional;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ConvShape;
import org.quantscope.quant.Clamp;
import org.quantscope.tensor.FloatTensor;

/** Walks a crew over the pixels of one output channel; {@link ChannelPass} and {@link PlaneSums} are what each one does. */
final class ChannelWalk {
    /** Products that are worth waking a helper for. */
    private static final long WORTH_SHARING = 400_000;
    private static final int FEWEST_PIXELS = 2048;

    private final ConvShape shape;
    private final Patches patches;
    private final Crew crew;
    private final ChannelPass[] passes;
    private final PlaneSums[] planeSums;
    private final int pixelsAtOnce;

    ChannelWalk(ConvShape shape, Crew crew) {
        this.shape = shape;
        this.patches = new Patches(shape);
        boolean shared = (long) patches.pixels() * shape.taps() > WORTH_SHARING;
        this.crew = shared ? crew : Crew.ALONE;
        this.passes = new ChannelPass[this.crew.size()];
        this.planeSums = new PlaneSums[this.crew.size()];
        Arrays.setAll(passes, member -> new ChannelPass());
        Arrays.setAll(planeSums, member -> new PlaneSums());
        this.pixelsAtOnce = shared ? Math.max(FEWEST_PIXELS, patches.pixels() / (8 * crew.size())) : patches.pixels();
    }

    /** Elements of one channel, N · H' · W'. */
    int planeSize() {
        return patches.pixels();
    }

    /** {@link ChannelPass#fill} for a whole channel. */
    void fill(
            InputSteps steps, ChannelPass.Row row, int channel, int[] sums, float[] fakeSums,
            Cancellation cancellation) {
        crew.share(patches.pixels(), pixelsAtOnce, (member, from, to) -> {
            cancellation.throwIfCancelled();
            passes[member].fill(
                    shape, patches, steps.steps(), steps.scale(), row, channel, from, to, sums, fakeSums);
        });
    }

    /** The float32 sums of a channel in the order of the reference loops. */
    void fill(FloatTensor input, FloatTensor weight, int channel, float[] sums, Cancellation cancellation) {
        crew.share(patches.pixels(), pixelsAtOnce, (member, from, to) -> {
            cancellation.throwIfCancelled();
            planeSums[member].fill(shape, patches, input.data(), weight.data(), channel, from, to, sums);
        });
    }

    /** Adds a bias and applies the clamp. */
    void activate(float[] plane, float bias, Optional<Clamp> clamp) {
        float low = clamp.map(Clamp::lo).orElse(Float.NEGATIVE_INFINITY);
        float high = clamp.map(Clamp::hi).orElse(Float.POSITIVE_INFINITY);
        for (int at = 0; at < plane.length; at++) {
            plane[at] = Math.max(low, Math.min(high, plane[at] + bias));
        }
    }
}
