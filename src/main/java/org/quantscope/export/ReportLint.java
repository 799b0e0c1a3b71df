package org.quantscope.export;

import java.util.List;
import org.quantscope.analysis.ShownFigures;

/** What each target cannot say of the settings. */
final class ReportLint {
    private static final int MOST_SHOWN = 6;

    private ReportLint() {}

    static void write(Markup markup, ReportContent content) {
        ReportPage.section(markup, "targets", "Targets");
        markup.with("p", "What of these settings each target refuses, and what it says otherwise.", "class", "muted");
        markup.begin("table", "class", "targets").begin("tbody");
        for (LintTarget target : LintTarget.values()) {
            List<LintFinding> findings = Lint.check(target, content.source());
            markup.begin("tr").with("th", target.title(), "scope", "row");
            long refused = findings.stream().filter(LintFinding::isRefused).count();
            markup.with("td", verdict(refused, findings.size() - refused), "class",
                    refused > 0 ? "bad" : findings.isEmpty() ? "good" : "warn");
            markup.begin("td");
            sentences(markup, findings);
            markup.end().endLine();
        }
        markup.end().endLine().endLine();
    }

    private static String verdict(long refused, long remarks) {
        if (refused + remarks == 0) {
            return "says all of it";
        }
        String first = refused == 0 ? "" : ShownFigures.count(refused) + " refused";
        String second = remarks == 0 ? "" : ShownFigures.count(remarks) + (remarks == 1 ? " remark" : " remarks");
        return first.isEmpty() ? second : second.isEmpty() ? first : first + ", " + second;
    }

    /** Refusals first, the same sentence once. */
    private static void sentences(Markup markup, List<LintFinding> findings) {
        List<String> refusals = findings.stream().filter(LintFinding::isRefused).map(LintFinding::reason).distinct()
                .toList();
        List<String> remarks = Lint.notes(findings);
        int all = refusals.size() + remarks.size();
        if (all == 0) {
            return;
        }
        markup.begin("ul");
        refusals.stream().limit(MOST_SHOWN).forEach(reason -> markup.with("li", reason, "class", "bad"));
        remarks.stream().limit(Math.max(0, MOST_SHOWN - refusals.size())).forEach(reason -> markup.with("li", reason));
        if (all > MOST_SHOWN) {
            markup.with("li", "and " + ShownFigures.count(all - MOST_SHOWN) + " more", "class", "muted");
        }
        markup.end();
    }
}
