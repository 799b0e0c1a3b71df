package org.quantscope.export;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.quantscope.analysis.Certificate;
import org.quantscope.analysis.CodeParity;
import org.quantscope.analysis.ShownFigures;

/** How the exported network compares with a runtime, layer by layer. */
final class ReportCertificate {
    private ReportCertificate() {}

    static void write(Markup markup, ReportContent content) {
        Optional<Certificate> found = content.source().measured().certificate();
        if (found.isEmpty()) {
            return;
        }
        Certificate certificate = found.get();
        ReportPage.section(markup, "certificate", "Certificate");
        markup.with("p", "The network was exported in " + certificate.form() + " form and run by the runtime on "
                + ShownFigures.count(certificate.images()) + (certificate.images() == 1 ? " image" : " images")
                + (certificate.data().isEmpty() ? "" : " of " + certificate.data())
                + ". Each layer was given the very codes that the runtime's layer reads.", "class", "muted");
        markup.begin("p", "class", certificate.isExact() ? "verdict good" : "verdict warn")
                .say(certificate.isExact()
                        ? "Every code is the same, in every layer and at the output."
                        : "Some codes differ.").endLine();
        table(markup, content, certificate);
        facts(markup, certificate);
        certificate.remarks().forEach(remark -> markup.with("p", remark, "class", "muted"));
        markup.endLine();
    }

    private static void table(Markup markup, ReportContent content, Certificate certificate) {
        markup.begin("div", "class", "wide").begin("table", "class", "parity").begin("thead").begin("tr");
        for (String column : new String[] {"Place", "Codes compared", "Differ", "Largest difference"}) {
            markup.with("th", column, "scope", "col");
        }
        markup.end().end().begin("tbody");
        for (CodeParity layer : certificate.layers()) {
            String name = content.source().model().layer(layer.place()).map(own -> own.displayName())
                    .orElse(layer.place());
            row(markup, name, layer, Certificate.LSB);
        }
        row(markup, "all layers", certificate.total(), Certificate.LSB);
        row(markup, "output", certificate.output(), certificate.outputUnit());
        markup.end().end().endLine();
        for (Map.Entry<String, String> layer : certificate.notCompared().entrySet()) {
            markup.with("p", "Layer '" + layer.getKey() + "' is not compared: " + layer.getValue() + ".",
                    "class", "muted");
        }
    }

    private static void row(Markup markup, String place, CodeParity parity, String unit) {
        String style = parity.differing() == 0 ? "figure good" : "figure warn";
        markup.begin("tr").with("th", place, "scope", "row")
                .with("td", ShownFigures.count(parity.elements()), "class", "figure")
                .with("td", ShownFigures.count(parity.differing()), "class", style)
                .with("td", parity.differing() == 0
                        ? "0"
                        : ShownFigures.count(parity.maxLsb()) + " " + unit.toUpperCase(Locale.ROOT),
                        "class", "figure")
                .endLine();
    }

    private static void facts(Markup markup, Certificate certificate) {
        markup.begin("table", "class", "choices").begin("tbody");
        certificate.versions().forEach((name, version) -> line(markup, name, version, ""));
        certificate.session().forEach((name, value) -> line(markup, name, value, ""));
        line(markup, "Model, SHA-256", certificate.modelSha256(), "hash");
        line(markup, "Settings, SHA-256", certificate.settingsSha256(), "hash");
        line(markup, "Export, SHA-256", certificate.exportSha256(), "hash");
        markup.end().endLine();
    }

    private static void line(Markup markup, String name, String value, String style) {
        markup.begin("tr").with("th", name, "scope", "row").with("td", value, "class", style).endLine();
    }
}
