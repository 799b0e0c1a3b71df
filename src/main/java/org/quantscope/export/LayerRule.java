package org.quantscope.export;

import java.util.List;

/** One family of rules that looks at each layer for itself. */
@FunctionalInterface
interface LayerRule {
    /** What the target cannot say of the layer; empty where it says all of it, or where the rule is none of its. */
    List<LayerFinding> check(LintTarget target, LintLayer layer);
}
