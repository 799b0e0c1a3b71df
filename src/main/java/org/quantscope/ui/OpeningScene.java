package org.quantscope.ui;

import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.quantscope.ui.chart.Palette;

/**
 * What the window shows until its panes are built: name, and how far it is. Of shapes alone, because the first control loads
 * style sheets, and those take longer than everything else up to the first frame.
 */
public final class OpeningScene {
    private static final double TRACK = 240;
    private static final double LINE = 3;

    private OpeningScene() {}

    /** As large and as light or dark as the window was left. */
    public static Scene create(WindowMemory memory) {
        boolean dark = memory.theme() == Theme.Mode.DARK;
        Palette palette = dark ? Palette.dark() : Palette.light();

        ImageView icon = new ImageView(
                new Image(OpeningScene.class.getResource("/icons/quantscope-48.png").toExternalForm()));
        Text text = new Text("Opening the window…");
        text.setId("opening");
        text.setFill(palette.muted());
        text.setFont(Font.font(13));
        StackPane line = new StackPane(new Rectangle(TRACK, LINE, palette.grid()), new Rectangle(TRACK / 3, LINE, palette.accent()));
        line.setAlignment(Pos.CENTER_LEFT);
        line.setMaxWidth(TRACK);
        VBox middle = new VBox(12, icon, line, text);
        middle.setAlignment(Pos.CENTER);
        WindowMemory.Sizes sizes = memory.sizes();
        return new Scene(middle, sizes.width(), sizes.height(), palette.pane());
    }
}
