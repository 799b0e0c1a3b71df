package org.quantscope.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A report as one HTML file that needs nothing else: style and pictures are inside, nothing is loaded and nothing is
 * run. It is well-formed XML too.
 */
final class ReportPage {
    private static final String STYLE = "report.css";

    private ReportPage() {}

    static String render(ReportContent content) {
        String name = content.source().model().fileName();
        Markup markup = new Markup();
        markup.raw("<!DOCTYPE html>\n").begin("html", "lang", "en").begin("head").begin("meta", "charset", "utf-8");
        markup.begin("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        markup.begin("meta", "name", "color-scheme", "content", "light dark");
        markup.begin("meta", "name", "generator", "content", "Quantscope " + content.version());
        markup.with("title", "Quantization of " + name);
        markup.begin("style").raw(style()).end().end().raw("\n");
        markup.begin("body");
        ReportHeader.write(markup, content);
        markup.begin("main");
        ReportSettings.write(markup, content);
        ReportLayers.write(markup, content);
        ReportWorst.write(markup, content);
        ReportAccuracy.write(markup, content);
        ReportCertificate.write(markup, content);
        ReportLint.write(markup, content);
        ReportCommands.write(markup, content);
        markup.end();
        ReportData.write(markup, content);
        return markup.end().end().raw("\n").toString();
    }

    private static String style() {
        try (InputStream in = ReportPage.class.getResourceAsStream(STYLE)) {
            if (in == null) {
                throw new FileNotSavedException(
                        "The report's style sheet is missing from this installation; build or download it again.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    /** Opens a part of the page with its heading. */
    static void section(Markup markup, String id, String title) {
        markup.begin("section", "id", id).with("h2", title).raw("\n");
    }
}
