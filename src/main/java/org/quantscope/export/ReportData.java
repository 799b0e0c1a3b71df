package org.quantscope.export;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.quantscope.analysis.Certificate;
import org.quantscope.analysis.CodeParity;
import org.quantscope.analysis.Evaluation;

/** The report's figures and the settings for programs, as two blocks of JSON at its end. */
final class ReportData {
    static final String SETTINGS_ID = "quantscope-settings";
    static final String FIGURES_ID = "quantscope-figures";
    private static final int VERSION = 1;

    private ReportData() {}

    static void write(Markup markup, ReportContent content) {
        ExportSource source = content.source();
        block(markup, SETTINGS_ID,
                SettingsFileWriter.render(source.model(), source.settings(), source.derivation()));
        block(markup, FIGURES_ID, JsonText.bytes(figures(content)));
    }

    private static void block(Markup markup, String id, byte[] json) {
        markup.begin("script", "type", "application/json", "id", id)
                .raw("\n" + escaped(new String(json, StandardCharsets.UTF_8)))
                .endLine();
    }

    /** What HTML could misread, and all that is not ASCII: JSON has it inside of strings alone, where an escape says the same. */
    private static String escaped(String json) {
        StringBuilder safe = new StringBuilder(json.length() + 64);
        for (int at = 0; at < json.length(); at++) {
            char sign = json.charAt(at);
            if (sign == '<' || sign == '>' || sign == '&' || sign > '~') {
                safe.append(String.format(Locale.ROOT, "\\u%04x", (int) sign));
            } else {
                safe.append(sign);
            }
        }
        return safe.toString();
    }

    /**
     * The JSON of a block.
     *
     * @throws SettingsFormatException with a sentence if the page has no such block
     */
    static byte[] block(String page, String id, String fileName) {
        String start = "<script type=\"application/json\" id=\"" + id + "\">";
        int from = page.indexOf(start);
        int to = from < 0 ? -1 : page.indexOf("</script>", from);
        if (to < 0) {
            throw new SettingsFormatException("File " + Quoted.text(fileName) + " has no block " + Quoted.text(id)
                    + ", so it is no report of Quantscope; choose another file.");
        }
        return page.substring(from + start.length(), to).strip().getBytes(StandardCharsets.UTF_8);
    }

    /** Everything that the page says in numbers. */
    static Map<String, Object> figures(ReportContent content) {
        Map<String, Object> root = new LinkedHashMap<>();
        Measurements measured = content.source().measured();
        root.put("quantscope_report", VERSION);
        root.put("version", content.version());
        root.put("date", content.date());
        root.put("model", content.source().model().fileName());
        root.put("sha256", content.source().model().sha256());
        root.put("opset", content.source().model().opset());
        root.put("measured_on", measured.image());
        Map<String, Object> layers = new LinkedHashMap<>();
        content.rows().forEach(row -> layers.put(row.layer().name(), layer(row)));
        root.put("layers", layers);
        measured.evaluation().ifPresent(result -> root.put("evaluation", evaluation(result, measured.data())));
        measured.certificate().ifPresent(certificate -> root.put("certificate", certificate(certificate)));
        return root;
    }

    private static Map<String, Object> layer(ReportRow row) {
        Map<String, Object> layer = new LinkedHashMap<>();
        layer.put("weight_sqnr_db", finite(row.weights().sqnrDb()));
        row.accumulatorBits().ifPresent(bits -> layer.put("accumulator_bits", bits));
        row.measured().ifPresent(known -> {
            layer.put("sqnr_db", finite(known.error().sqnrDb()));
            layer.put("mse", known.error().mse());
            layer.put("max_abs", known.error().maxAbs());
            layer.put("cosine", known.error().cosine());
            layer.put("worst_channel", known.worstChannel());
            layer.put("differing", known.mismatch().differing());
            layer.put("elements", known.mismatch().total());
            layer.put("max_lsb", known.mismatch().maxLsb());
        });
        return layer;
    }

    private static Map<String, Object> evaluation(Evaluation result, String data) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("data", data);
        entry.put("images", result.images());
        put(entry, "accuracy", result.accuracy());
        put(entry, "top5", result.top5());
        put(entry, "float_accuracy", result.floatAccuracy());
        entry.put("agreement", result.agreement());
        entry.put("logit_mse", result.logitMse());
        entry.put("kl", result.kl());
        entry.put("mean_sqnr_db", finite(result.meanSqnrDb()));
        entry.put("flips", result.flips().size());
        return entry;
    }

    private static Map<String, Object> certificate(Certificate certificate) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("form", certificate.form());
        entry.put("images", certificate.images());
        Map<String, Object> layers = new LinkedHashMap<>();
        certificate.layers().forEach(layer -> layers.put(layer.place(), parity(layer)));
        entry.put("layers", layers);
        entry.put("output", parity(certificate.output()));
        entry.put("export_sha256", certificate.exportSha256());
        return entry;
    }

    private static Map<String, Object> parity(CodeParity parity) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("elements", parity.elements());
        entry.put("differing", parity.differing());
        entry.put("max_lsb", parity.maxLsb());
        return entry;
    }

    private static void put(Map<String, Object> entry, String key, OptionalDouble share) {
        share.ifPresent(value -> entry.put(key, value));
    }

    /** JSON has no infinity: null stands for no error at all. */
    private static Double finite(double decibels) {
        return Double.isFinite(decibels) ? decibels : null;
    }
}
