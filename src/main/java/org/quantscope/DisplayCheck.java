package org.quantscope;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a window can open, asked before JavaFX is loaded, because JavaFX ends the program where one cannot. On Linux
 * that takes an X server (Wayland desktops bring one) and GTK 3. Drawing text takes Pango even without a window.
 */
final class DisplayCheck {
    private static final Pattern DISPLAY = Pattern.compile("([^:]*):(\\d{1,5})(\\.\\d+)?");

    /** A library and the packages that bring it. */
    private record Library(String file, String debian, String fedora) {}

    private static final List<Library> WINDOW = List.of(
            new Library("libgtk-3.so.0", "libgtk-3-0", "gtk3"), new Library("libXtst.so.6", "libxtst6", "libXtst"));
    private static final List<Library> TEXT = List.of(
            new Library("libpango-1.0.so.0", "libpango-1.0-0", "pango"),
            new Library("libpangoft2-1.0.so.0", "libpangoft2-1.0-0", "pango"));

    private final Surroundings surroundings;

    DisplayCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static DisplayCheck ofThisMachine() {
        return new DisplayCheck(new MachineSurroundings());
    }

    /** What the check asks the machine. */
    interface Surroundings {
        /** The name of the operating system, as Java tells it. */
        String operatingSystem();

        /** An environment variable; empty where it is not set or has no text. */
        Optional<String> variable(String name);

        /** Whether an X server answers; an empty host is this machine. */
        boolean answers(String host, int display);

        /** Whether the dynamic linker finds a library. */
        boolean hasLibrary(String file);
    }

    /** Why no window can open, as a sentence that names the packages that bring one; empty if one can. */
    Optional<String> windowObstacle() {
        if (!isLinux()) {
            return Optional.empty(); // Windows and macOS always have what JavaFX needs.
        }
        Optional<String> display = displayObstacle();
        List<Library> missing = missing(WINDOW);
        if (display.isEmpty() && missing.isEmpty()) {
            return Optional.empty();
        }
        List<String> reasons = new ArrayList<>(display.stream().toList());
        missing.forEach(library -> reasons.add(library.file() + " is missing"));
        List<Library> wanted = missing.isEmpty() ? WINDOW : missing;
        String session = display.isEmpty() ? "" : "a desktop session and ";
        return Optional.of("No window can open here because " + String.join(" and ", reasons) + "; a window needs "
                + session + "the packages " + packages(wanted) + ".");
    }

    /** Why no text can be drawn, even without a window; empty if it can. */
    Optional<String> textObstacle() {
        List<Library> missing = isLinux() ? missing(TEXT) : List.of();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("No text can be drawn here because " + missing.get(0).file()
                + " is missing; install the packages " + packages(missing) + ".");
    }

    private boolean isLinux() {
        return surroundings.operatingSystem().toLowerCase(Locale.ROOT).contains("linux");
    }

    private Optional<String> displayObstacle() {
        Optional<String> display = surroundings.variable("DISPLAY");
        if (display.isEmpty()) {
            return Optional.of(
                    surroundings.variable("WAYLAND_DISPLAY").isPresent()
                            ? "this Wayland session offers no X display (XWayland is off)"
                            : "there is no display (DISPLAY is not set)");
        }
        Matcher parts = DISPLAY.matcher(display.get());
        if (!parts.matches()) {
            return Optional.of("DISPLAY is '" + display.get() + "', which names no display");
        }
        String host = parts.group(1).equals("unix") ? "" : parts.group(1);
        return surroundings.answers(host, Integer.parseInt(parts.group(2)))
                ? Optional.empty()
                : Optional.of("no X server answers at DISPLAY '" + display.get() + "'");
    }

    private List<Library> missing(List<Library> libraries) {
        return libraries.stream()
                .filter(library -> !surroundings.hasLibrary(library.file()))
                .toList();
    }

    private static String packages(List<Library> libraries) {
        List<String> debian = libraries.stream().map(Library::debian).distinct().toList();
        List<String> fedora = libraries.stream().map(Library::fedora).distinct().toList();
        return String.join(" ", debian) + " (Debian, Ubuntu) or " + String.join(" ", fedora) + " (Fedora)";
    }
}
