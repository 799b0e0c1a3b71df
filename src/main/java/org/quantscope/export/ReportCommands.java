package org.quantscope.export;

import java.util.regex.Pattern;

/** The commands that give these figures again. */
final class ReportCommands {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/][A-Za-z0-9._/-]*");
    private static final String PROGRAM = "java -jar quantscope.jar ";

    private ReportCommands() {}

    static void write(Markup markup, ReportContent content) {
        String model = content.source().model().fileName();
        Measurements measured = content.source().measured();
        String name = model.endsWith(".onnx") ? model.substring(0, model.length() - ".onnx".length()) : model;
        String both = quoted(model) + " --settings " + quoted(name + ".quantscope.json");
        String data = measured.data().isEmpty() ? "DATA" : quoted(measured.data());
        ReportPage.section(markup, "again", "How to get these figures again");
        markup.begin("p").say("The settings, with every parameter in full, are inside this file, between the tags of the"
                + " element ").with("code", ReportData.SETTINGS_ID).say(", and the figures in ")
                .with("code", ReportData.FIGURES_ID).say(". Save the first as ").with("code", name + ".quantscope.json")
                .say(" beside the model; its hash must be the one above.").endLine();
        markup.begin("pre");
        line(markup, "evaluate " + both + " --data " + data);
        line(markup, "verify " + both + " --data " + data + " -o " + quoted(name + CertificateFile.ENDING));
        line(markup, "export " + both + " --format qdq -o " + quoted(name + ".qdq.onnx"));
        line(markup, "export " + both + " --format report"
                + (measured.evaluation().isPresent() ? " --evaluate " + data : "")
                + (measured.certificate().isPresent() ? " --certificate " + quoted(name + CertificateFile.ENDING) : "")
                + " -o "
                + quoted(name + ".report.html"));
        markup.endLine().endLine();
    }

    private static void line(Markup markup, String command) {
        markup.with("code", PROGRAM + command).raw("\n");
    }

    /** As a shell reads it as one word and nothing else. */
    static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
