package org.quantscope.ui;

import java.util.Optional;
import java.util.SortedSet;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.QuantParams;
import org.quantscope.tensor.Shape;
import org.quantscope.ui.chart.MapMode;
import org.quantscope.workspace.Focus;
import org.quantscope.workspace.LatestJob;
import org.quantscope.workspace.LayerResult;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/**
 * The layer's three outputs as maps, their difference, and how the difference is spread. Old results stay until new ones
 * come; {@link #staleProperty()} says that they are old.
 */
public final class OutputViewModel {
    /** Up to this many values counting takes a few milliseconds and is done at once. */
    static final int COUNTED_AT_ONCE = 200_000;

    private static final OutputCursor FIRST = new OutputCursor(0, 0, 0);

    private final Workspace workspace;
    private final HeadroomViewModel headroom;
    private final LatestJob<OutputErrors.Request, OutputErrors> counting;
    private final ObjectProperty<MapMode> mode = new SimpleObjectProperty<>(this, "mode", MapMode.SINGLE);
    private final ObjectProperty<OutputDifference> difference =
            new SimpleObjectProperty<>(this, "difference", OutputDifference.FAKE_MINUS_FLOAT);
    private final IntegerProperty image = new SimpleIntegerProperty(this, "image", 0);
    private final ReadOnlyIntegerWrapper images = new ReadOnlyIntegerWrapper(this, "images", 1);
    private final ReadOnlyObjectWrapper<OutputPicture> picture = new ReadOnlyObjectWrapper<>(this, "picture");
    private final ReadOnlyObjectWrapper<OutputErrors> errors = new ReadOnlyObjectWrapper<>(this, "errors");
    private final ReadOnlyObjectWrapper<OutputCursor> cursor = new ReadOnlyObjectWrapper<>(this, "cursor");
    private final ReadOnlyObjectWrapper<Focus> focus = new ReadOnlyObjectWrapper<>(this, "focus", Focus.NOTHING);
    private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper(this, "stale", false);
    private final ReadOnlyBooleanWrapper anyDiffers = new ReadOnlyBooleanWrapper(this, "anyDiffers", false);
    private final ReadOnlyStringWrapper channelWords = new ReadOnlyStringWrapper(this, "channelWords", "");
    private final ReadOnlyStringWrapper clampWords = new ReadOnlyStringWrapper(this, "clampWords", "");

    private final OutputErrorCounter atOnce = new OutputErrorCounter();
    private OutputPlanes planes;
    private LayerResult taken;
    private OutputCursor pinned;

    public OutputViewModel(Workspace workspace) {
        this.workspace = workspace;
        this.headroom = new HeadroomViewModel(workspace);
        this.counting = workspace.jobs().chart(new OutputErrorCounter()::count, (request, counted) -> errors.set(counted));
        mode.addListener((property, before, now) -> draw());
        difference.addListener((property, before, now) -> draw());
        image.addListener((property, before, now) -> show(workspace.state()));
        workspace.onChange(this::show);
    }

    HeadroomViewModel headroom() {
        return headroom;
    }

    ObjectProperty<MapMode> modeProperty() {
        return mode;
    }

    ObjectProperty<OutputDifference> differenceProperty() {
        return difference;
    }

    /** Which image of a batch is shown, from 0. */
    IntegerProperty imageProperty() {
        return image;
    }

    /** How many images the batch has. */
    ReadOnlyIntegerProperty imagesProperty() {
        return images.getReadOnlyProperty();
    }

    /** The maps; null before the first result. */
    ReadOnlyObjectProperty<OutputPicture> pictureProperty() {
        return picture.getReadOnlyProperty();
    }

    /** How the difference is spread; null before the first result. */
    ReadOnlyObjectProperty<OutputErrors> errorsProperty() {
        return errors.getReadOnlyProperty();
    }

    /** The linked cursor: under the pointer, else pinned, else where the difference is largest. */
    ReadOnlyObjectProperty<OutputCursor> cursorProperty() {
        return cursor.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Focus> focusProperty() {
        return focus.getReadOnlyProperty();
    }

    /** Whether what is shown belongs to settings, a layer or an input that have changed since. */
    ReadOnlyBooleanProperty staleProperty() {
        return stale.getReadOnlyProperty();
    }

    /** Whether the integer path differs from fake-quant anywhere in the image shown. */
    ReadOnlyBooleanProperty anyDiffersProperty() {
        return anyDiffers.getReadOnlyProperty();
    }

    ReadOnlyStringProperty channelWordsProperty() {
        return channelWords.getReadOnlyProperty();
    }

    ReadOnlyStringProperty clampWordsProperty() {
        return clampWords.getReadOnlyProperty();
    }

    // ---- showing

    private void show(WorkspaceState state) {
        if (!state.focus().layer().equals(focus.get().layer())) {
            pinned = null;
            image.set(0);
        }
        boolean otherChannel = state.focus().channel() != focus.get().channel();
        if (otherChannel && pinned != null && pinned.channel() != state.focus().channel()) {
            pinned = new OutputCursor(state.focus().channel(), pinned.row(), pinned.column());
        }
        channelWords.set(state.layer().isEmpty() ? "" : "channel " + state.focus().channel());
        clampWords.set(state.layerSettings().clamp().map(OutputViewModel::words).orElse(""));
        stale.set(state.layer().isPresent() && !state.isShownCurrent());
        focus.set(state.focus());
        boolean isNew = take(state.shown());
        if (isNew || otherChannel) {
            draw();
        }
    }

    private static String words(Clamp clamp) {
        String name = clamp.displayName();
        return name.equals("clip")
                ? "after clip " + ParameterText.brief(clamp.lo()) + " to " + ParameterText.brief(clamp.hi())
                : "after " + name;
    }

    /** Takes over a new result; says whether there was one. */
    private boolean take(Optional<LayerResult> shown) {
        if (shown.isEmpty()) {
            boolean had = planes != null;
            planes = null;
            taken = null;
            return had;
        }
        LayerResult result = shown.get();
        Shape output = result.planes().output();
        images.set(output.extent(0));
        int wantedImage = Math.max(0, Math.min(image.get(), output.extent(0) - 1));
        if (result == taken && wantedImage == planes.image()) {
            return false;
        }
        boolean otherLayer = taken == null || taken.layer() != result.layer();
        if (otherLayer) {
            errors.set(null);
        }
        Optional<QuantParams> quantizer = result.params().output();
        planes = otherLayer || wantedImage != planes.image() || !output.equals(planes.planes().output())
                ? new OutputPlanes(result.planes(), quantizer, wantedImage)
                : planes.next(result.planes(), quantizer);
        taken = result;
        return true;
    }

    private void draw() {
        if (planes == null) {
            counting.cancel();
            picture.set(null);
            errors.set(null);
            cursor.set(null);
            anyDiffers.set(false);
            return;
        }
        OutputDifference which = difference.get();
        picture.set(OutputPicture.of(planes, which, focus.get().channel(), mode.get() == MapMode.SINGLE));
        anyDiffers.set(anyDiffers());
        restCursor();
        count(which);
    }

    /** A result of the visible channel alone does not say that no other one differs. */
    private boolean anyDiffers() {
        boolean found = taken.report().mismatch().differing() > 0;
        if (!taken.isWhole()) {
            return found || anyDiffers.get();
        }
        return found && (images.get() == 1 || planes.firstDiffering(FIRST).isPresent());
    }

    private void count(OutputDifference which) {
        boolean large = planes.planes().output().size() > COUNTED_AT_ONCE;
        if (large && !taken.isWhole() && isOf(errors.get(), which)) {
            return; // the counts of all channels follow with their result
        }
        OutputErrors.Request request = new OutputErrors.Request(planes, picture.get().channel(), which);
        if (large) {
            counting.submit(request);
        } else {
            counting.cancel();
            errors.set(atOnce.count(request));
        }
    }

    private boolean isOf(OutputErrors counted, OutputDifference which) {
        return counted != null && counted.which() == which && counted.channel() == picture.get().channel();
    }

    // ---- the linked cursor

    void hover(int channel, int row, int column) {
        cursor.set(new OutputCursor(channel, row, column));
    }

    /** The pointer left the maps. */
    void restCursor() {
        if (planes == null) {
            return;
        }
        if (pinned != null && pinned.isInside(planes)) {
            cursor.set(pinned);
        } else {
            int channel = picture.get().channel();
            cursor.set(planes.placeOfLargest(difference.get(), channel));
        }
    }

    /** Keeps the cursor at a place, and looks at its channel. */
    void pin(int channel, int row, int column) {
        pinned = new OutputCursor(channel, row, column);
        selectShown(channel);
        restCursor();
    }

    /** Goes to the next value that the integer path computes differently, over all channels and round again. */
    void showNextDiffering() {
        if (planes == null) {
            return;
        }
        OutputCursor from = pinned != null && pinned.isInside(planes) ? pinned.next(planes) : FIRST;
        planes.firstDiffering(from)
                .or(() -> planes.firstDiffering(FIRST))
                .ifPresent(next -> pin(next.channel(), next.row(), next.column()));
    }

    // ---- channels

    /** Looks at a channel; where channels are selected it becomes the selection. */
    void selectShown(int channel) {
        Focus now = workspace.state().focus();
        if (now.channel() != channel) {
            SortedSet<Integer> selection =
                    now.selection().isEmpty() ? now.selection() : now.withChannel(channel).selection();
            workspace.select(channel, selection);
        }
    }

    void select(int channel) {
        Focus next = workspace.state().focus().withChannel(channel);
        workspace.select(next.channel(), next.selection());
    }
}
