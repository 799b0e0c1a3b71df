package org.quantscope.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javafx.application.Application;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;
import javafx.scene.text.Font;
import org.quantscope.ui.chart.Palette;

/**
 * Light or dark: AtlantaFX's Primer for the controls, and the window's own style sheets with the tokens of one of the two
 * themes. The type face is bundled, because its figures are tabular by default and JavaFX cannot switch that on.
 */
public final class Theme {
    /** The two themes. */
    public enum Mode {
        LIGHT,
        DARK
    }

    private static final List<String> FACES = List.of("Roboto-Regular.ttf", "Roboto-Medium.ttf");

    private final ObjectProperty<Mode> mode = new SimpleObjectProperty<>(this, "mode");

    public Theme(Mode initial) {
        FACES.forEach(Theme::loadFace);
        mode.addListener((property, before, now) -> Application.setUserAgentStylesheet(primer(now)));
        mode.set(initial);
    }

    /** The theme in use; set it to change the theme. */
    public ObjectProperty<Mode> modeProperty() {
        return mode;
    }

    /** The colours of charts and pictures in the theme in use. */
    public ObservableValue<Palette> paletteProperty() {
        return mode.map(now -> now == Mode.DARK ? Palette.dark() : Palette.light());
    }

    public boolean isDark() {
        return mode.get() == Mode.DARK;
    }

    public void toggle() {
        mode.set(isDark() ? Mode.LIGHT : Mode.DARK);
    }

    /** Keeps the style sheets of a scene, a dialog or a root in step with the theme. */
    public void dress(ObservableList<String> stylesheets) {
        stylesheets.setAll(sheets());
        mode.addListener((property, before, now) -> stylesheets.setAll(sheets()));
    }

    private List<String> sheets() {
        return List.of(sheet(isDark() ? "dark.css" : "light.css"), sheet("quantscope.css"), sheet("panes.css"),
                sheet("lesson.css"));
    }

    private static String sheet(String name) {
        return Theme.class.getResource(name).toExternalForm();
    }

    private static String primer(Mode mode) {
        return mode == Mode.DARK
                ? new PrimerDark().getUserAgentStylesheet()
                : new PrimerLight().getUserAgentStylesheet();
    }

    /** A face that cannot be read is no reason to stop: the platform's own serves. */
    private static void loadFace(String file) {
        try (InputStream stream = Theme.class.getResourceAsStream("fonts/" + file)) {
            if (stream != null) {
                Font.loadFont(stream, 12);
            }
        } catch (IOException unreadable) {
            System.getLogger(Theme.class.getName())
                    .log(System.Logger.Level.DEBUG, "The type face could not be read.", unreadable);
        }
    }
}
