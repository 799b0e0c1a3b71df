package org.quantscope.ui;

import java.util.Optional;
import java.util.prefs.BackingStoreException;
import java.util.prefs.Preferences;

/**
 * How the window was left: theme, size and dividers. Where the system keeps no preferences, the window opens as designed
 * and nothing is said about it.
 */
public final class WindowMemory {
    /**
     * Sizes in pixels.
     *
     * @param width of the window's content
     * @param height of the window's content
     * @param left width of the layers pane
     * @param right width of the parameters pane
     * @param upper share of the centre's height that the weights have, 0 to 1
     */
    public record Sizes(double width, double height, double left, double right, double upper) {
        public static final Sizes DESIGNED = new Sizes(1440, 900, 304, 320, 376.0 / 808);

        /** Within what the design allows, whatever was stored. */
        Sizes limited() {
            return new Sizes(
                    within(width, 1024, 16384, DESIGNED.width),
                    within(height, 700, 16384, DESIGNED.height),
                    within(left, 240, 420, DESIGNED.left),
                    within(right, 288, 400, DESIGNED.right),
                    within(upper, 0.2, 0.8, DESIGNED.upper));
        }

        private static double within(double value, double least, double most, double designed) {
            return Double.isFinite(value) ? Math.max(least, Math.min(most, value)) : designed;
        }
    }

    private final Optional<Preferences> node;

    private WindowMemory(Optional<Preferences> node) {
        this.node = node;
    }

    /** The person's own preferences. */
    public static WindowMemory ofUser() {
        try {
            return in(Preferences.userNodeForPackage(WindowMemory.class));
        } catch (RuntimeException noPreferences) {
            return forgetful();
        }
    }

    public static WindowMemory in(Preferences node) {
        return new WindowMemory(Optional.of(node));
    }

    /** Remembers nothing: for pictures and tests. */
    public static WindowMemory forgetful() {
        return new WindowMemory(Optional.empty());
    }

    public Theme.Mode theme() {
        return "DARK".equals(read("theme", "LIGHT")) ? Theme.Mode.DARK : Theme.Mode.LIGHT;
    }

    public void rememberTheme(Theme.Mode mode) {
        write("theme", mode.name());
    }

    /** Whether the network strip is shown; it is unless somebody hid it. */
    public boolean networkStrip() {
        return Boolean.parseBoolean(read("networkStrip", "true"));
    }

    public void rememberNetworkStrip(boolean shown) {
        write("networkStrip", Boolean.toString(shown));
    }

    public Sizes sizes() {
        return new Sizes(number("width"), number("height"), number("left"), number("right"), number("upper")).limited();
    }

    public void rememberSizes(Sizes sizes) {
        write("width", Double.toString(sizes.width()));
        write("height", Double.toString(sizes.height()));
        write("left", Double.toString(sizes.left()));
        write("right", Double.toString(sizes.right()));
        write("upper", Double.toString(sizes.upper()));
        flush();
    }

    private double number(String key) {
        try {
            return Double.parseDouble(read(key, "NaN"));
        } catch (NumberFormatException damaged) {
            return Double.NaN;
        }
    }

    private String read(String key, String otherwise) {
        try {
            return node.map(preferences -> preferences.get(key, otherwise)).orElse(otherwise);
        } catch (RuntimeException unreadable) {
            return otherwise;
        }
    }

    private void write(String key, String value) {
        try {
            node.ifPresent(preferences -> preferences.put(key, value));
        } catch (RuntimeException unwritable) {
            ignored(unwritable);
        }
    }

    private void flush() {
        try {
            if (node.isPresent()) {
                node.get().flush();
            }
        } catch (BackingStoreException | RuntimeException unwritable) {
            ignored(unwritable);
        }
    }

    private static void ignored(Exception reason) {
        System.getLogger(WindowMemory.class.getName())
                .log(System.Logger.Level.DEBUG, "The window's place could not be remembered.", reason);
    }
}
