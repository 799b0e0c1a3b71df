package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;

/** A table of plain text: columns as wide as their widest entry, two spaces between them. */
public final class TextTable {
    private final String[] headings;
    private final boolean[] right;
    private final List<String[]> rows = new ArrayList<>();

    /** @param headings one for each column; a heading that starts with {@code >} aligns its column to the right */
    public TextTable(String... headings) {
        this.headings = new String[headings.length];
        this.right = new boolean[headings.length];
        for (int column = 0; column < headings.length; column++) {
            right[column] = headings[column].startsWith(">");
            this.headings[column] = right[column] ? headings[column].substring(1) : headings[column];
        }
        rows.add(this.headings);
    }

    public TextTable row(String... cells) {
        if (cells.length != headings.length) {
            throw new IllegalArgumentException(
                    "A row has " + cells.length + " cells, but the table has " + headings.length + " columns.");
        }
        rows.add(cells);
        return this;
    }

    /** The lines, without trailing spaces. */
    public List<String> lines() {
        int[] widths = new int[headings.length];
        for (String[] row : rows) {
            for (int column = 0; column < row.length; column++) {
                widths[column] = Math.max(widths[column], row[column].length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.length; column++) {
            String space = " ".repeat(widths[column] - row[column].length());
            line.append(column == 0 ? "" : "  ");
            line.append(right[column] ? space + row[column] : row[column] + space);
        }
        return line.toString().stripTrailing();
    }
}
