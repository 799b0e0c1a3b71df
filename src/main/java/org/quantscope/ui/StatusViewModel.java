package org.quantscope.ui;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.quantscope.analysis.ImplementationMismatch;
import org.quantscope.analysis.LayerReport;
import org.quantscope.analysis.QuantizationError;
import org.quantscope.model.Layer;
import org.quantscope.workspace.LayerResult;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** The two meters and what is going on, as texts. */
public final class StatusViewModel {
    /** How the integer path compares with fake-quant. */
    public enum Verdict {
        /** Not computed yet. */
        NONE,
        /** Nothing differs, or nothing beyond what float32 rounds. */
        SAME,
        /** It differs, and the badge says why. */
        DIFFERS
    }

    /**
     * Everything the status bar shows.
     *
     * @param sqnr SQNR with its unit, {@code exact}, or a dash while nothing was computed
     * @param low whether the SQNR is low
     * @param gain against min-max ranges, such as {@code +4.1 vs min–max}; empty where there is nothing to compare
     * @param better whether the gain is one
     * @param differ such as {@code 0 of 3,136}
     * @param badge why, in a few words
     * @param task what is being done; empty: nothing
     * @param took how long the layer took; empty: not computed yet
     * @param model the network's name; empty: none
     * @param unsaved whether there are changes that are not saved
     * @param stale whether the figures belong to earlier settings
     */
    public record Status(
            String sqnr,
            boolean low,
            String gain,
            boolean better,
            String mse,
            String maxAbs,
            String cosine,
            String differ,
            String maxLsb,
            Verdict verdict,
            String badge,
            String task,
            String took,
            String model,
            boolean unsaved,
            boolean stale) {}

    /** What is told of a result; without its outputs, which would keep much memory. */
    private record Whole(Layer layer, LayerReport report, long nanos) {}

    private static final String NONE = "–";

    private final ReadOnlyObjectWrapper<Status> status = new ReadOnlyObjectWrapper<>(this, "status");

    private Optional<Whole> whole = Optional.empty();

    public StatusViewModel(Workspace workspace) {
        workspace.onChange(state -> {
            whole = state.shown().flatMap(this::wholeOf);
            status.set(of(state, whole));
        });
    }

    /** The figures of all channels: a result of the visible channel alone leaves those of before. */
    private Optional<Whole> wholeOf(LayerResult shown) {
        return shown.isWhole()
                ? Optional.of(new Whole(shown.layer(), shown.report(), shown.nanos()))
                : whole.filter(before -> before.layer() == shown.layer());
    }

    public ReadOnlyObjectProperty<Status> statusProperty() {
        return status.getReadOnlyProperty();
    }

    private static Status of(WorkspaceState state, Optional<Whole> shown) {
        Optional<QuantizationError> error = shown.map(result -> result.report().error());
        Optional<ImplementationMismatch> mismatch = shown.map(result -> result.report().mismatch());
        Optional<Double> gain = error.flatMap(found -> gain(found, state));
        return new Status(
                error.map(StatusViewModel::sqnr).orElse(NONE),
                error.map(found -> found.sqnrDb() < LayerRow.LOW_SQNR_DB).orElse(false),
                gain.map(db -> NumberFormats.signed(db, 1) + " vs min–max").orElse(""),
                gain.map(db -> db > 0).orElse(false),
                error.map(found -> NumberFormats.measured(found.mse())).orElse(NONE),
                error.map(found -> NumberFormats.measured(found.maxAbs())).orElse(NONE),
                error.map(found -> NumberFormats.fixed(found.cosine(), 4)).orElse(NONE),
                mismatch.map(found -> NumberFormats.count(found.differing()) + " of "
                                + NumberFormats.count(found.total()))
                        .orElse(NONE),
                mismatch.map(StatusViewModel::lsb).orElse(NONE),
                mismatch.map(found -> found.differing() == 0 ? Verdict.SAME : Verdict.DIFFERS).orElse(Verdict.NONE),
                mismatch.map(StatusViewModel::reason).orElse(""),
                state.task().orElse(""),
                shown.map(result -> "layer in " + NumberFormats.duration(result.nanos())).orElse(""),
                state.model().map(model -> model.fileName().replaceFirst("\\.onnx$", "")).orElse(""),
                !state.saved(),
                shown.isPresent() && !(state.isShownCurrent() && state.shown().get().isWhole()));
    }

    private static String sqnr(QuantizationError error) {
        return error.isExact() ? "exact" : NumberFormats.fixed(error.sqnrDb(), 1) + " dB";
    }

    /** Nothing where both are exact, or where the settings are the baseline itself. */
    private static Optional<Double> gain(QuantizationError error, WorkspaceState state) {
        return state.baselineSqnrDb()
                .map(baseline -> error.sqnrDb() - baseline)
                .filter(db -> Double.isFinite(db) && Math.abs(db) >= 0.05);
    }

    private static String lsb(ImplementationMismatch mismatch) {
        return (mismatch.inCodes()
                        ? NumberFormats.code((long) mismatch.maxLsb())
                        : NumberFormats.measured(mismatch.maxLsb()))
                + " LSB";
    }

    private static String reason(ImplementationMismatch mismatch) {
        if (mismatch.differing() == 0) {
            return mismatch.inCodes() ? "exact in codes" : "within float32 rounding";
        }
        ImplementationMismatch.Example first = mismatch.first().orElseThrow();
        if (!mismatch.inCodes()) {
            return "first: " + NumberFormats.measured(first.fakeQuant()) + " against "
                    + NumberFormats.measured(first.integer());
        }
        String code = NumberFormats.code((long) first.integer());
        double half = Math.floor(first.fakeQuant()) + 0.5;
        return first.isTie()
                ? "tie: " + NumberFormats.fixed(half, 1) + " rounds to " + code
                : "first: " + NumberFormats.fixed(first.fakeQuant(), 2) + " became " + code;
    }
}
