package org.quantscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayCheckTest {
    private static final Set<String> ALL =
            Set.of("libgtk-3.so.0", "libXtst.so.6", "libpango-1.0.so.0", "libpangoft2-1.0.so.0");

    /** A machine as a test describes it; one X server answers, at {@code host:display}. */
    private record Described(String operatingSystem, Map<String, String> variables, String server, Set<String> libraries)
            implements DisplayCheck.Surroundings {
        @Override
        public Optional<String> variable(String name) {
            return Optional.ofNullable(variables.get(name));
        }

        @Override
        public boolean answers(String host, int display) {
            return server.equals(host + ":" + display);
        }

        @Override
        public boolean hasLibrary(String file) {
            return libraries.contains(file);
        }
    }

    @ParameterizedTest
    @CsvSource({":0, :0", ":0.0, :0", "unix:1, :1", "localhost:10.0, localhost:10", ":99, :99"})
    void aWindowOpensWhereAnXServerAnswersAndGtkIsThere(String display, String server) {
        assertThat(linux(Map.of("DISPLAY", display), server, ALL).windowObstacle()).isEmpty();
    }

    @Test
    void withoutADisplayTheSentenceNamesThePackages() {
        assertThat(linux(Map.of(), ":0", ALL).windowObstacle())
                .contains("No window can open here because there is no display (DISPLAY is not set); a window needs a"
                        + " desktop session and the packages libgtk-3-0 libxtst6 (Debian, Ubuntu) or gtk3 libXtst"
                        + " (Fedora).");
    }

    @Test
    void withoutGtkTheSentenceNamesItsPackages() {
        assertThat(linux(Map.of("DISPLAY", ":0"), ":0", Set.of("libXtst.so.6")).windowObstacle())
                .contains("No window can open here because libgtk-3.so.0 is missing; a window needs the packages"
                        + " libgtk-3-0 (Debian, Ubuntu) or gtk3 (Fedora).");
    }

    @Test
    void bothObstaclesAreInOneSentence() {
        assertThat(linux(Map.of(), "", Set.of()).windowObstacle().orElseThrow())
                .contains("DISPLAY is not set) and libgtk-3.so.0 is missing and libXtst.so.6 is missing")
                .contains("libgtk-3-0 libxtst6");
    }

    @Test
    void aServerThatDoesNotAnswerIsNamed() {
        assertThat(linux(Map.of("DISPLAY", ":7"), ":0", ALL).windowObstacle().orElseThrow())
                .contains("no X server answers at DISPLAY ':7'");
    }

    @Test
    void waylandWithoutXIsNamed() {
        assertThat(linux(Map.of("WAYLAND_DISPLAY", "wayland-0"), "", ALL).windowObstacle().orElseThrow())
                .contains("this Wayland session offers no X display (XWayland is off)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", ":", ":x", "a:b:c"})
    void aDisplayThatNamesNoneIsQuoted(String display) {
        assertThat(linux(Map.of("DISPLAY", display), ":0", ALL).windowObstacle().orElseThrow())
                .contains("DISPLAY is '" + display + "', which names no display");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Windows 11", "Mac OS X"})
    void otherSystemsHaveWhatItTakes(String system) {
        DisplayCheck check = new DisplayCheck(new Described(system, Map.of(), "", Set.of()));

        assertThat(check.windowObstacle()).isEmpty();
        assertThat(check.textObstacle()).isEmpty();
    }

    @Test
    void textNeedsPangoEvenWithoutAWindow() {
        assertThat(linux(Map.of(), "", ALL).textObstacle()).isEmpty();
        assertThat(linux(Map.of(), "", Set.of("libpango-1.0.so.0")).textObstacle())
                .contains("No text can be drawn here because libpangoft2-1.0.so.0 is missing; install the packages"
                        + " libpangoft2-1.0-0 (Debian, Ubuntu) or pango (Fedora).");
    }

    @Test
    void thisMachineCanBeAsked() {
        assertThat(DisplayCheck.ofThisMachine().windowObstacle()).isNotNull();
    }

    private static DisplayCheck linux(Map<String, String> variables, String server, Set<String> libraries) {
        return new DisplayCheck(new Described("Linux", variables, server, libraries));
    }
}
