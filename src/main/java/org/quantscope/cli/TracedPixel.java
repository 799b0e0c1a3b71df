package org.quantscope.cli;

import org.quantscope.analysis.Pixel;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The output element that {@code --trace} names. */
final class TracedPixel {
    private TracedPixel() {}

    /**
     * Reads {@code O}, {@code O,Y,X} or {@code N,O,Y,X}.
     *
     * @throws ParameterException with a sentence if it is none of these
     */
    static Pixel parse(String text, CommandLine command) {
        String[] parts = text.split(",", -1);
        int[] numbers = new int[parts.length];
        boolean readable = parts.length == 1 || parts.length == 3 || parts.length == 4;
        for (int at = 0; at < parts.length; at++) {
            String digits = parts[at].strip();
            readable &= digits.matches("\\d{1,9}");
            numbers[at] = readable ? Integer.parseInt(digits) : 0;
        }
        if (!readable) {
            throw new ParameterException(command, "'" + text + "' names no output element; give its channel, row and"
                    + " column counted from 0, as in --trace 14,12,2, or image, channel, row and column.");
        }
        return switch (numbers.length) {
            case 1 -> new Pixel(0, numbers[0], 0, 0);
            case 3 -> new Pixel(0, numbers[0], numbers[1], numbers[2]);
            default -> new Pixel(numbers[0], numbers[1], numbers[2], numbers[3]);
        };
    }
}
