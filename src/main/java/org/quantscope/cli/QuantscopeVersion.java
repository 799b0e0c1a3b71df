package org.quantscope.cli;

import org.quantscope.workspace.ProgramVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class QuantscopeVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"Quantscope " + ProgramVersion.number()};
    }
}
