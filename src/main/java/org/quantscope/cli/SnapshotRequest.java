package org.quantscope.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A picture of the window, or of the lesson.
 *
 * @param model the network; empty: the bundled one
 * @param fold whether to fold BatchNormalization into the layers
 * @param layer the layer to look at, as a person names it; empty: the one that the window opens with
 * @param settings a settings file to open; empty: what the model opens with
 * @param width width of the window in pixels
 * @param height height of the window in pixels
 * @param dark whether to draw the dark theme
 * @param lesson whether to draw the lesson 'Why do the two paths differ?': of the layer, or of the seed question where
 *     neither model, layer nor settings are given
 * @param output the PNG file to write
 */
public record SnapshotRequest(
        Optional<Path> model,
        boolean fold,
        Optional<String> layer,
        Optional<Path> settings,
        int width,
        int height,
        boolean dark,
        boolean lesson,
        Path output) {}
