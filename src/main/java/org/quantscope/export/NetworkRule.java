package org.quantscope.export;

import java.util.List;

/** One family of rules that looks at several layers together. */
@FunctionalInterface
interface NetworkRule {
    List<LintFinding> check(LintTarget target, ExportSource source, List<LintLayer> layers);
}
