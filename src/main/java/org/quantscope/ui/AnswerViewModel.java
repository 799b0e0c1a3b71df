package org.quantscope.ui;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.quantscope.ui.chart.AnswerBars;
import org.quantscope.workspace.AnsweredClass;
import org.quantscope.workspace.InputState;
import org.quantscope.workspace.NetworkAnswer;
import org.quantscope.workspace.Picture;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** What the float and the quantized network answer to the image shown. */
final class AnswerViewModel {
    /** What the bars show. */
    enum Figure {
        PROBABILITIES("Probabilities"),
        LOGITS("Outputs");

        private final String title;

        Figure(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /**
     * The answer in words.
     *
     * @param image which image it is, such as {@code #182, Sandal}
     * @param verdict whether the answer changed; empty where there are no classes
     * @param changed whether it did
     * @param label how the data's own label stands to it; may be empty
     * @param sqnr SQNR of the network's output, with its unit
     * @param mse mean squared difference of the outputs
     * @param largest largest difference of the outputs
     */
    record Words(
            String image, String verdict, boolean changed, String label, String sqnr, String mse, String largest) {
        static final Words NONE = new Words("", "", false, "", "–", "–", "–");
    }

    private final ReadOnlyObjectWrapper<AnswerBars> bars =
            new ReadOnlyObjectWrapper<>(this, "bars", AnswerBars.NONE);
    private final ReadOnlyObjectWrapper<Words> words = new ReadOnlyObjectWrapper<>(this, "words", Words.NONE);
    private final ReadOnlyObjectWrapper<Figure> figure =
            new ReadOnlyObjectWrapper<>(this, "figure", Figure.PROBABILITIES);
    private final ReadOnlyObjectWrapper<Optional<Picture>> picture =
            new ReadOnlyObjectWrapper<>(this, "picture", Optional.empty());
    private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper(this, "stale", false);

    private Optional<NetworkAnswer> answer = Optional.empty();
    private Optional<InputState> input = Optional.empty();

    AnswerViewModel(Workspace workspace) {
        workspace.onChange(this::update);
    }

    ReadOnlyObjectProperty<AnswerBars> barsProperty() {
        return bars.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Words> wordsProperty() {
        return words.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Figure> figureProperty() {
        return figure.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Picture>> pictureProperty() {
        return picture.getReadOnlyProperty();
    }

    /** Whether the answer is of earlier settings, while the new one is computed. */
    ReadOnlyBooleanProperty staleProperty() {
        return stale.getReadOnlyProperty();
    }

    /** Why there are no bars, where there are none. */
    String without() {
        return input.isEmpty()
                ? "Open a network first."
                : answer.isEmpty() ? "The quantized network has not answered yet." : "This network's output is not a"
                        + " list of classes.";
    }

    void choose(Figure wanted) {
        figure.set(wanted);
        bars.set(bars());
    }

    private void update(WorkspaceState state) {
        Optional<NetworkAnswer> now = AnswerVerdict.ofInput(state);
        boolean otherInput = !state.input().map(InputState::version).equals(input.map(InputState::version));
        boolean otherAnswer = now.orElse(null) != answer.orElse(null);
        input = state.input();
        answer = now;
        if (otherInput) {
            picture.set(input.flatMap(InputState::picture));
        }
        if (otherInput || otherAnswer) {
            words.set(words());
            bars.set(bars());
        }
        stale.set(answer.isPresent() && !state.isAnswerCurrent());
    }

    private Words words() {
        if (input.isEmpty()) {
            return Words.NONE;
        }
        InputState shown = input.get();
        String image = shown.randomSeed().isPresent()
                ? "random input, seed " + shown.randomSeed().getAsLong()
                : "#" + NumberFormats.count(shown.index()) + shown.label().map(label -> ", " + label).orElse("");
        if (answer.isEmpty()) {
            return new Words(image, "", false, "", "–", "–", "–");
        }
        NetworkAnswer given = answer.get();
        String decibels = NumberFormats.decibels(given.error().sqnrDb());
        return new Words(image, AnswerVerdict.sentence(given), given.topChanged(),
                AnswerVerdict.against(given, shown.label()),
                Double.isFinite(given.error().sqnrDb()) ? decibels + " dB" : decibels,
                NumberFormats.measured(given.error().mse()), NumberFormats.measured(given.error().maxAbs()));
    }

    private AnswerBars bars() {
        List<AnsweredClass> classes = answer.map(NetworkAnswer::classes).orElse(List.of());
        if (classes.isEmpty()) {
            return AnswerBars.NONE;
        }
        boolean shares = figure.get() == Figure.PROBABILITIES;
        return new AnswerBars(
                classes.stream().map(AnsweredClass::label).toList(),
                classes.stream().mapToDouble(each -> shares ? each.floatProbability() : each.floatValue()).toArray(),
                classes.stream().mapToDouble(each -> shares ? each.quantizedProbability() : each.quantizedValue())
                        .toArray(),
                place(classes, answer.get().real().get(0).label()),
                place(classes, answer.get().quantized().get(0).label()),
                shares);
    }

    private static int place(List<AnsweredClass> classes, String label) {
        for (int at = 0; at < classes.size(); at++) {
            if (classes.get(at).label().equals(label)) {
                return at;
            }
        }
        return -1;
    }
}
