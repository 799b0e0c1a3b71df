package org.quantscope.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Quantscope's own version, which the build writes into a resource. */
public final class QuantscopeVersion implements IVersionProvider {
    private static final String RESOURCE = "/org/quantscope/version.properties";

    /** For example {@code 0.1.0}. */
    public static String number() {
        try (InputStream in = QuantscopeVersion.class.getResourceAsStream(RESOURCE)) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException damaged) {
            return "unknown";
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Quantscope " + number()};
    }
}
