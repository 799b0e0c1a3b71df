package org.quantscope.network;

import java.util.Arrays;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** A picture of the word TEXT in black on white, normalised as (pixel/255 − 0.5)/0.5: white is 1 and black −1. */
final class PrintedWord {
    private static final String[][] LETTERS = {
        {"#####", "..#..", "..#..", "..#..", "..#..", "..#..", "..#.."},
        {"#####", "#....", "#....", "####.", "#....", "#....", "#####"},
        {"#...#", ".#.#.", ".#.#.", "..#..", ".#.#.", ".#.#.", "#...#"},
        {"#####", "..#..", "..#..", "..#..", "..#..", "..#..", "..#.."}
    };

    private PrintedWord() {}

    /** @param dot pixels of one dot of a letter */
    static FloatTensor of(int height, int width, int dot) {
        float[] plane = new float[height * width];
        Arrays.fill(plane, 1);
        int top = (height - 7 * dot) / 2;
        int left = (width - 23 * dot) / 2;
        for (int y = top; y < top + 7 * dot; y++) {
            for (int x = left; x < left + 23 * dot; x++) {
                int column = (x - left) / dot;
                boolean ink = column % 6 < 5 && LETTERS[column / 6][(y - top) / dot].charAt(column % 6) == '#';
                plane[y * width + x] = ink ? -1 : 1;
            }
        }
        float[] image = new float[3 * plane.length];
        for (int channel = 0; channel < 3; channel++) {
            System.arraycopy(plane, 0, image, channel * plane.length, plane.length);
        }
        return FloatTensor.wrap(Shape.of(1, 3, height, width), image);
    }
}
