package org.quantscope.workspace;

/**
 * A format that settings leave in, or a target that they can be checked for without a file.
 *
 * @param word what the command line calls the format; of a target without a file a word of its own
 * @param title what a person calls it
 * @param sentence what it is
 * @param ending how names of its files end; empty where it is a folder
 * @param saved whether a file or folder can be saved
 * @param folder whether that is a folder
 * @param runs whether ONNX Runtime can run what is saved, so that it can be verified
 */
public record ExportChoice(
        String word, String title, String sentence, String ending, boolean saved, boolean folder, boolean runs) {}
