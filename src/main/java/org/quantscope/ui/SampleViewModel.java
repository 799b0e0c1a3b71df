package org.quantscope.ui;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.quantscope.workspace.InputSource;
import org.quantscope.workspace.InputState;
import org.quantscope.workspace.NetworkAnswer;
import org.quantscope.workspace.OpenDimension;
import org.quantscope.workspace.Prediction;
import org.quantscope.workspace.Workspace;

/** The image that the network is fed, and what the float network and the quantized one answer. */
public final class SampleViewModel {
    /** Answers that are shown. */
    static final int TOP = 3;

    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<Optional<InputState>> input =
            new ReadOnlyObjectWrapper<>(this, "input", Optional.empty());

    private final ReadOnlyObjectWrapper<Optional<NetworkAnswer>> answer =
            new ReadOnlyObjectWrapper<>(this, "answer", Optional.empty());
    private final ReadOnlyBooleanWrapper answerStale = new ReadOnlyBooleanWrapper(this, "answerStale");
    private final ReadOnlyObjectWrapper<InputSource> inputSource =
            new ReadOnlyObjectWrapper<>(this, "inputSource", InputSource.ISOLATED);
    private final ReadOnlyStringWrapper openDimensions = new ReadOnlyStringWrapper(this, "openDimensions", "");

    public SampleViewModel(Workspace workspace) {
        this.workspace = workspace;
        workspace.onChange(state -> {
            openDimensions.set(openDimensions(state.openDimensions()));
            // Every edit brings a new state; only another input is worth painting again.
            if (!state.input().map(InputState::version).equals(input.get().map(InputState::version))
                    || !state.input().map(InputState::rangeSource).equals(input.get().map(InputState::rangeSource))) {
                input.set(state.input());
            }
            inputSource.set(state.inputSource());
            answer.set(state.answer());
            answerStale.set(state.answer().isPresent() && !state.isAnswerCurrent());
        });
    }

    /** What the network is fed; changes only with the input. */
    public ReadOnlyObjectProperty<Optional<InputState>> inputProperty() {
        return input.getReadOnlyProperty();
    }

    /** What the quantized network answers; the last answer stays until the next one is there. */
    public ReadOnlyObjectProperty<Optional<NetworkAnswer>> answerProperty() {
        return answer.getReadOnlyProperty();
    }

    /** Whether the answer is of earlier settings or of another image. */
    public ReadOnlyBooleanProperty answerStaleProperty() {
        return answerStale.getReadOnlyProperty();
    }

    /** Where the layer in focus reads from. */
    public ReadOnlyObjectProperty<InputSource> inputSourceProperty() {
        return inputSource.getReadOnlyProperty();
    }

    public void readFrom(InputSource source) {
        workspace.readFrom(source);
    }

    /** What the two networks answer, in words; empty where nothing is known. */
    public Optional<AnswerWords> words() {
        return answer.get().map(known -> AnswerWords.of(known, input.get().flatMap(InputState::label)));
    }

    /**
     * The extents that were taken for what the network's file leaves open, such as {@code height 224, width 224}; empty
     * where nothing is open that a person would care for: a batch of 1 is what everybody wants.
     */
    public ReadOnlyStringProperty openDimensionsProperty() {
        return openDimensions.getReadOnlyProperty();
    }

    private static String openDimensions(List<OpenDimension> open) {
        if (open.stream().allMatch(dimension -> dimension.batch() && dimension.value() == 1)) {
            return "";
        }
        return open.stream()
                .map(dimension -> dimension.name() + " " + NumberFormats.count(dimension.value()))
                .collect(Collectors.joining(", "));
    }

    /** {@code #182 of 1,000}, or {@code random input, seed 1}. */
    public String place() {
        return input.get()
                .map(shown -> shown.randomSeed().isPresent()
                        ? "random input, seed " + shown.randomSeed().getAsLong()
                        : "#" + NumberFormats.count(shown.index()) + " of " + NumberFormats.count(shown.count()))
                .orElse("");
    }

    public String label() {
        return input.get().flatMap(InputState::label).orElse("");
    }

    /** The best answers; at most {@link #TOP}. */
    public List<Prediction> answers() {
        return input.get().map(shown -> shown.predictions().stream().limit(TOP).toList()).orElse(List.of());
    }

    public boolean canStep() {
        return input.get().map(shown -> shown.count() > 1).orElse(false);
    }

    /** Goes to another image, round the ends. */
    public void step(int by) {
        input.get().filter(shown -> shown.count() > 0)
                .ifPresent(shown -> workspace.showImage(Math.floorMod(shown.index() + by, shown.count())));
    }

    /** Goes to the image of a typed number; false where there is none of that number. */
    boolean goTo(String number) {
        try {
            int index = Integer.parseInt(number.strip());
            boolean exists = index >= 0 && input.get().filter(shown -> index < shown.count()).isPresent();
            if (exists) {
                show(index);
            }
            return exists;
        } catch (NumberFormatException noNumber) {
            return false;
        }
    }

    public void show(int index) {
        workspace.showImage(index);
    }
}
