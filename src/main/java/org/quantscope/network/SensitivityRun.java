package org.quantscope.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quantscope.analysis.OutcomeTally;
import org.quantscope.analysis.SensitivityEntry;
import org.quantscope.analysis.SensitivityMode;
import org.quantscope.analysis.SensitivityTarget;
import org.quantscope.conv.Cancellation;
import org.quantscope.quant.LayerParams;

/**
 * What every layer's quantization does to the network's answer, measured layer by layer on a data set. Of each mode and
 * target all layers are seen on the first image, then on more and more, so that there is a ranking from the start. A
 * step that is cancelled or fails leaves it as it was, so that the same run goes on later. What is quantized alike is
 * computed once: with float activations "both" and "weights" are the same networks. For one thread at a time.
 */
public final class SensitivityRun {
    private static final int GROWTH = 8;

    /** A line of the result; several may be about the same network. */
    private record Trial(String layer, SensitivityMode mode, SensitivityTarget target, Candidate candidate) {}

    /** A quantized network and what was seen of it. */
    private static final class Candidate {
        private final String name;
        private final Map<String, LayerParams> params;
        private OutcomeTally tally = OutcomeTally.NOTHING;

        Candidate(String name, Map<String, LayerParams> params) {
            this.name = name;
            this.params = params;
        }
    }

    private final int images;
    private final List<Trial> trials = new ArrayList<>();
    /** The networks that each mode and target adds. */
    private final List<List<Candidate>> groups = new ArrayList<>();

    private int group;
    private int round = 1;
    private int position;
    private long done;

    /**
     * @param params of every layer, by name, in the order of the network; what is float in them takes no part
     * @param images on how many images
     */
    public SensitivityRun(
            Map<String, LayerParams> params, int images, Set<SensitivityMode> modes, Set<SensitivityTarget> targets) {
        this.images = images;
        Map<Map<String, LayerParams>, Candidate> known = new HashMap<>();
        for (SensitivityMode mode : SensitivityMode.values()) {
            for (SensitivityTarget target : SensitivityTarget.values()) {
                if (modes.contains(mode) && targets.contains(target)) {
                    plan(mode, target, quantized(params, target), known);
                }
            }
        }
    }

    /** Every mode and target. */
    public SensitivityRun(Map<String, LayerParams> params, int images) {
        this(params, images, Set.of(SensitivityMode.values()), Set.of(SensitivityTarget.values()));
    }

    private static Map<String, LayerParams> quantized(Map<String, LayerParams> params, SensitivityTarget target) {
        Map<String, LayerParams> quantized = new LinkedHashMap<>();
        params.forEach((layer, all) -> target.of(all).ifPresent(part -> quantized.put(layer, part)));
        return quantized;
    }

    private void plan(
            SensitivityMode mode,
            SensitivityTarget target,
            Map<String, LayerParams> quantized,
            Map<Map<String, LayerParams>, Candidate> known) {
        List<Candidate> added = new ArrayList<>();
        for (String layer : quantized.keySet()) {
            Map<String, LayerParams> params = new LinkedHashMap<>(quantized);
            if (mode == SensitivityMode.ONLY) {
                params.keySet().retainAll(Set.of(layer));
            } else {
                params.remove(layer);
            }
            Candidate candidate = known.computeIfAbsent(params, all -> {
                added.add(new Candidate((mode == SensitivityMode.ONLY ? "only " : "all but ") + layer, all));
                return added.get(added.size() - 1);
            });
            trials.add(new Trial(layer, mode, target, candidate));
        }
        if (!added.isEmpty()) {
            groups.add(added);
        }
    }

    /** How many answers of quantized networks are needed. */
    public long total() {
        return groups.stream().mapToLong(List::size).sum() * images;
    }

    /** How many of them are there. */
    public long done() {
        return done;
    }

    public boolean isComplete() {
        return group == groups.size();
    }

    /**
     * Has the next quantized network answer its next image.
     *
     * @throws java.util.concurrent.CancellationException if nobody wants it any more
     */
    public void step(NetworkComparison comparison, Cancellation cancellation) {
        Candidate next = groups.get(group).get(position);
        next.tally = next.tally.plus(comparison.compare(next.tally.images(), next.params, cancellation));
        done++;
        if (next.tally.images() == Math.min(round, images)) {
            advance();
        }
    }

    private void advance() {
        position++;
        if (position == groups.get(group).size()) {
            position = 0;
            boolean groupDone = round >= images;
            group += groupDone ? 1 : 0;
            round = groupDone ? 1 : (int) Math.min(images, (long) round * GROWTH);
        }
    }

    /** The layers seen so far, worst first, in the order of {@link SensitivityEntry#worstFirst}. */
    public List<SensitivityEntry> entries() {
        List<SensitivityEntry> entries = new ArrayList<>();
        for (Trial trial : trials) {
            OutcomeTally tally = trial.candidate().tally;
            if (tally.images() > 0) {
                entries.add(SensitivityEntry.of(trial.layer(), trial.mode(), trial.target(), tally));
            }
        }
        return SensitivityEntry.worstFirst(entries);
    }

    /** Which network answers next, for a person; empty at the end. */
    public Optional<String> task() {
        return isComplete() ? Optional.empty() : Optional.of(groups.get(group).get(position).name);
    }
}
