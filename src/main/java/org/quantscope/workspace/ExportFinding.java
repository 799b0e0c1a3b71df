package org.quantscope.workspace;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something in the settings that a target cannot say, or says only in part.
 *
 * @param number its place among the findings, from 0
 * @param refused whether nothing is saved because of it
 * @param layer the layer's name; empty where the whole network is meant
 * @param tensor {@code weight}, {@code input}, {@code output}, {@code bias}, or empty where the whole layer is meant
 * @param channel the first output channel to blame, where there is one
 * @param reason one sentence that names the layer
 * @param fix what the edit is called that takes it away, where there is one
 */
public record ExportFinding(
        int number,
        boolean refused,
        String layer,
        String tensor,
        OptionalInt channel,
        String reason,
        Optional<String> fix) {}
