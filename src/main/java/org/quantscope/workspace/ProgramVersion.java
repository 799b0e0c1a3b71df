package org.quantscope.workspace;

import org.quantscope.export.ToolVersion;

/** Quantscope's own version, for the window and the commands. */
public final class ProgramVersion {
    private ProgramVersion() {}

    /** For example {@code 0.1.0}. */
    public static String number() {
        return ToolVersion.number();
    }
}
