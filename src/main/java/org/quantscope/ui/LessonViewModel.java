package org.quantscope.ui;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.analysis.PaddingRule;
import org.quantscope.analysis.PathTerm;
import org.quantscope.model.Model;
import org.quantscope.quant.Formula;
import org.quantscope.workspace.LessonAnswer;
import org.quantscope.workspace.LessonQuestion;
import org.quantscope.workspace.LessonSubject;
import org.quantscope.workspace.LessonWork;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/**
 * The lesson "Why do the two paths differ?": what was chosen, what was computed for it, and which pixel is looked at.
 * Nothing here changes the settings of the open model.
 */
public final class LessonViewModel {
    private static final int CHOOSE = -1;

    private final Workspace workspace;
    private final LessonWork work;
    private final ObservableList<LessonChoice> choices = FXCollections.observableArrayList(LessonChoice.SEED);
    private final ReadOnlyObjectWrapper<LessonSubject> subject =
            new ReadOnlyObjectWrapper<>(this, "subject", LessonSubject.SEED);
    private final ObjectProperty<PaddingRule> padding =
            new SimpleObjectProperty<>(this, "padding", PaddingRule.REAL_ZERO);
    private final ObjectProperty<Set<PathTerm>> terms =
            new SimpleObjectProperty<>(this, "terms", PathTerm.CORRECTED);
    private final ObjectProperty<HistogramAxis> axis =
            new SimpleObjectProperty<>(this, "axis", HistogramAxis.VALUES);
    private final BooleanProperty open = new SimpleBooleanProperty(this, "open", false);
    private final ReadOnlyObjectWrapper<LessonAnswer> answer = new ReadOnlyObjectWrapper<>(this, "answer");
    private final ReadOnlyObjectWrapper<LessonPicture> picture = new ReadOnlyObjectWrapper<>(this, "picture");
    private final ReadOnlyObjectWrapper<OutputCursor> cursor = new ReadOnlyObjectWrapper<>(this, "cursor");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
    private final ReadOnlyBooleanWrapper computing = new ReadOnlyBooleanWrapper(this, "computing", false);

    private int wantedChannel = CHOOSE;
    private OutputCursor pinned;
    private WorkspaceState asked;

    public LessonViewModel(Workspace workspace) {
        this.workspace = workspace;
        this.work = workspace.jobs().lesson(this::answered, this::failed);
        work.whenIdle(() -> computing.set(false));
        padding.addListener((property, before, now) -> ask());
        terms.addListener((property, before, now) -> ask());
        open.addListener((property, before, now) -> {
            if (now) {
                ask();
            } else {
                work.cancel();
            }
        });
        workspace.onChange(this::changed);
    }

    // ---- what is chosen

    /** The seed question and the layers of the open model. */
    ObservableList<LessonChoice> choices() {
        return choices;
    }

    ReadOnlyObjectProperty<LessonSubject> subjectProperty() {
        return subject.getReadOnlyProperty();
    }

    /** Looks at another subject, at a channel that shows much. */
    public void choose(LessonSubject chosen) {
        if (chosen.layer().equals(subject.get().layer())) {
            return;
        }
        wantedChannel = CHOOSE;
        pinned = null;
        subject.set(chosen);
        terms.set(PathTerm.CORRECTED);
        ask();
    }

    /** How the seed question's scale is read: it divides, or it multiplies. */
    void read(Formula formula) {
        subject.set(subject.get().withReading(formula));
        ask();
    }

    /** Takes the layer's weights as 4-bit affine here, or as the settings say. */
    void makeAffineHere(boolean affine) {
        wantedChannel = affine ? CHOOSE : wantedChannel;
        subject.set(subject.get().withAffineHere(affine));
        ask();
    }

    void chooseChannel(int channel) {
        if (answer.get() != null && channel == answer.get().shown().channel() && wantedChannel == channel) {
            return;
        }
        wantedChannel = channel;
        ask();
    }

    ObjectProperty<PaddingRule> paddingProperty() {
        return padding;
    }

    /** The terms that the corrected path adds up. */
    ReadOnlyObjectProperty<Set<PathTerm>> termsProperty() {
        return terms;
    }

    /** Adds a term to the sum, or takes it out. */
    void switchTerm(PathTerm term, boolean on) {
        EnumSet<PathTerm> changed = EnumSet.noneOf(PathTerm.class);
        changed.addAll(terms.get());
        if (on) {
            changed.add(term);
        } else {
            changed.remove(term);
        }
        terms.set(Set.copyOf(changed));
    }

    /** The whole correction, or the naive sum in its place. */
    void correct(boolean on) {
        terms.set(on ? PathTerm.CORRECTED : PathTerm.NAIVE);
    }

    /** What the levels' axis counts. */
    ObjectProperty<HistogramAxis> axisProperty() {
        return axis;
    }

    /** Whether somebody looks: nothing is computed otherwise. */
    public BooleanProperty openProperty() {
        return open;
    }

    // ---- what is shown

    /** The latest answer; null before the first one. */
    public ReadOnlyObjectProperty<LessonAnswer> answerProperty() {
        return answer.getReadOnlyProperty();
    }

    /** The maps; null before the first answer. */
    ReadOnlyObjectProperty<LessonPicture> pictureProperty() {
        return picture.getReadOnlyProperty();
    }

    /** The linked cursor: under the pointer, else pinned, else where the paths differ most. */
    ReadOnlyObjectProperty<OutputCursor> cursorProperty() {
        return cursor.getReadOnlyProperty();
    }

    /** What went wrong, as a sentence; empty if nothing did. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Whether the figures of all channels are still being computed. */
    public ReadOnlyBooleanProperty computingProperty() {
        return computing.getReadOnlyProperty();
    }

    void hover(int row, int column) {
        cursor.set(new OutputCursor(0, row, column));
    }

    void pin(int row, int column) {
        pinned = new OutputCursor(0, row, column);
        cursor.set(pinned);
    }

    /** The pointer left the maps. */
    void restCursor() {
        if (picture.get() != null) {
            cursor.set(pinned == null ? picture.get().widest() : pinned);
        }
    }

    /** Whether the layer and the channel can be looked at in the window. */
    boolean canGo() {
        return answer.get() != null && !answer.get().question().subject().isSeed();
    }

    /** Looks at the layer and the channel in the window. */
    void go() {
        if (canGo()) {
            int channel = answer.get().shown().channel();
            workspace.focus(answer.get().subject().layer().name());
            workspace.select(channel, new TreeSet<>(List.of(channel)));
        }
    }

    // ---- inside

    private void ask() {
        if (!open.get()) {
            return;
        }
        asked = workspace.state();
        computing.set(true);
        problem.set("");
        work.ask(new LessonQuestion(subject.get(), wantedChannel, padding.get(), terms.get()));
    }

    private void answered(LessonAnswer now) {
        boolean otherPlace = answer.get() == null
                || answer.get().subject().shape() != now.subject().shape()
                || answer.get().shown().channel() != now.shown().channel();
        wantedChannel = now.shown().channel();
        if (answer.get() == null || answer.get().shown() != now.shown()) {
            LessonPicture drawn = LessonPicture.of(now);
            if (pinned != null && !drawn.holds(pinned)) {
                pinned = null;
            }
            OutputCursor kept = cursor.get();
            cursor.set(null); // no place is looked up in planes that do not belong together
            picture.set(drawn);
            answer.set(now);
            if (otherPlace || kept == null || !drawn.holds(kept)) {
                restCursor();
            } else {
                cursor.set(kept);
            }
        } else {
            answer.set(now);
        }
    }

    private void failed(String sentence) {
        problem.set(sentence);
        computing.set(!work.isIdle());
    }

    private void changed(WorkspaceState state) {
        List<LessonChoice> now = new ArrayList<>(List.of(LessonChoice.SEED));
        state.model().map(Model::layers).orElse(List.of()).forEach(
                layer -> now.add(new LessonChoice(LessonSubject.layer(layer.name()), layer.displayName())));
        if (!now.equals(choices)) {
            choices.setAll(now);
        }
        Optional<String> layer = subject.get().layer();
        if (layer.isPresent() && state.model().flatMap(model -> model.layer(layer.get())).isEmpty()) {
            choose(LessonSubject.SEED);
        } else if (layer.isPresent() && open.get() && isStale(state, layer.get())) {
            ask();
        }
    }

    /** Whether the layer's parameters or the input have changed since the last question. */
    private boolean isStale(WorkspaceState state, String layer) {
        return asked == null
                || !asked.params(layer).equals(state.params(layer))
                || !asked.input().map(input -> input.version()).equals(state.input().map(input -> input.version()));
    }
}
