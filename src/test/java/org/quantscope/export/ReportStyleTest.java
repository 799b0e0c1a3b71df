package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.quantscope.ui.chart.Palette;

/** The report's colours are the window's. */
class ReportStyleTest {
    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): (#[0-9a-f]{6});");

    @Test
    void theColoursAreTheWindowsInBothThemesAndOnPaper() throws IOException {
        String style = style();
        int dark = style.indexOf("@media (prefers-color-scheme: dark)");
        int print = style.indexOf("@media print");

        assertThat(colours(style.substring(0, dark))).containsAllEntriesOf(expected(Palette.light()));
        assertThat(colours(style.substring(dark, print))).containsAllEntriesOf(expected(Palette.dark()));
        assertThat(colours(style.substring(print))).isEqualTo(colours(style.substring(0, dark)));
    }

    @Test
    void theStyleCannotEndItsElementAndLoadsNothing() throws IOException {
        assertThat(style()).doesNotContain("<").doesNotContain("&").doesNotContain("url").doesNotContain("@import");
    }

    private static Map<String, String> expected(Palette palette) {
        Map<String, Color> colours = new LinkedHashMap<>();
        colours.put("pane", palette.pane());
        colours.put("bar", palette.bar());
        colours.put("border", palette.border());
        colours.put("grid", palette.grid());
        colours.put("text", palette.text());
        colours.put("muted", palette.muted());
        colours.put("accent", palette.accentText());
        colours.put("selection", palette.selection());
        colours.put("good", palette.good());
        colours.put("warn", palette.warn());
        colours.put("bad", palette.bad());
        colours.put("before", palette.beforeFill());
        colours.put("before-line", palette.beforeLine());
        colours.put("after", palette.after());
        colours.put("other", palette.otherBars());
        colours.put("box", palette.boxFill());
        colours.put("box-line", palette.boxLine());
        colours.put("overflow", palette.overflowFill());
        colours.put("overflow-line", palette.overflowLine());
        colours.put("underflow", palette.underflowFill());
        colours.put("underflow-line", palette.underflowLine());
        Map<String, String> expected = new LinkedHashMap<>();
        colours.forEach((name, colour) -> expected.put(name, Palette.web(colour)));
        return expected;
    }

    private static Map<String, String> colours(String style) {
        Map<String, String> colours = new LinkedHashMap<>();
        Matcher found = COLOUR.matcher(style);
        while (found.find()) {
            colours.put(found.group(1), found.group(2));
        }
        return colours;
    }

    private static String style() throws IOException {
        try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
