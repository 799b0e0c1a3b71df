package org.quantscope.export;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.quantscope.quant.QuantParams;

/** The table of parameters as a CSV file: bytes from rows, and rows from bytes. */
final class ParameterFile {
    private static final int MAX_CHANNEL = 1 << 24;

    private final String fileName;
    private final int number;
    private final Map<String, String> cells;

    private ParameterFile(String fileName, int number, Map<String, String> cells) {
        this.fileName = fileName;
        this.number = number;
        this.cells = cells;
    }

    static byte[] render(List<ParameterRow> rows) {
        List<List<String>> table = new ArrayList<>();
        table.add(ParameterRow.COLUMNS);
        rows.forEach(row -> table.add(row.cells()));
        return CsvText.render(table);
    }

    /** Whether a file begins with the columns of this table, in whatever order. */
    static boolean recognizes(String start) {
        String line = start.lines().findFirst().orElse("");
        return line.contains("layer") && line.contains("tensor") && line.contains("role") && line.contains(",");
    }

    /**
     * The rows of a file, in its order.
     *
     * @throws SettingsFormatException with a sentence that names the row and the tensor
     */
    static List<ParameterRow> parse(byte[] bytes, String fileName) {
        List<List<String>> table = CsvText.parse(bytes, fileName);
        List<String> header = table.isEmpty() ? List.of() : table.get(0);
        requireColumns(header, fileName);
        List<ParameterRow> rows = new ArrayList<>();
        Set<String> places = new HashSet<>();
        for (int number = 1; number < table.size(); number++) {
            List<String> cells = table.get(number);
            if (cells.size() != header.size()) {
                throw new SettingsFormatException("In file " + Quoted.text(fileName) + ", row " + (number + 1)
                        + ": there are " + JsonEntry.count(cells.size(), "cell", "cells") + ", but the header has "
                        + header.size() + "; a comma is missing or superfluous.");
            }
            Map<String, String> named = new LinkedHashMap<>();
            for (int column = 0; column < cells.size(); column++) {
                named.put(header.get(column), cells.get(column));
            }
            ParameterFile line = new ParameterFile(fileName, number + 1, named);
            ParameterRow row = line.row();
            if (!places.add(row.place())) {
                throw line.fault("the same tensor and channel stand in a row above; keep one of them.");
            }
            rows.add(row);
        }
        return rows;
    }

    private static void requireColumns(List<String> header, String fileName) {
        for (String column : ParameterRow.COLUMNS) {
            if (!header.contains(column)) {
                throw new SettingsFormatException("File " + Quoted.text(fileName) + " has no column '" + column
                        + "', which the table of parameters has; choose a file that Quantscope exported as CSV.");
            }
        }
        if (header.size() != ParameterRow.COLUMNS.size()) {
            throw new SettingsFormatException("File " + Quoted.text(fileName) + " has " + header.size()
                    + " columns instead of " + ParameterRow.COLUMNS.size() + "; remove those that were added.");
        }
    }

    private ParameterRow row() {
        ParameterRow.Role role = role();
        boolean bias = role == ParameterRow.Role.BIAS;
        int bits = (int) integer("bits", 1, TensorEncoding.MAX_BITS);
        OptionalInt channel = optionalInteger("channel", MAX_CHANNEL);
        OptionalInt axis = optionalInteger("axis", 7);
        if (axis.isPresent() != channel.isPresent()) {
            throw fault("'axis' and 'channel' stand together: both for a row of one channel, neither for a tensor.");
        }
        long lowest = integer("qmin", Integer.MIN_VALUE, Integer.MAX_VALUE);
        long highest = integer("qmax", Integer.MIN_VALUE, Integer.MAX_VALUE);
        double zeroPoint = number("zero_point").orElseThrow(() -> fault("'zero_point' is empty; write a number."));
        if (lowest > highest) {
            throw fault("'qmin' is " + lowest + ", which is above 'qmax', " + highest + ".");
        }
        number("range_min");
        number("range_max");
        return new ParameterRow(
                text("layer"), bias ? cells.get("tensor") : text("tensor"), role, axis, channel, bits, truth("signed"),
                truth("narrow"), lowest, highest, scale(), zeroPoint, cells.get("scheme"), cells.get("method"),
                new ParameterRow.Error(number("sqnr_db"), number("mse"), number("max_abs_err")), number("clipped_pct"),
                truth("locked"));
    }

    private ParameterRow.Role role() {
        for (ParameterRow.Role role : ParameterRow.Role.values()) {
            if (role.word().equals(cells.get("role"))) {
                return role;
            }
        }
        throw fault("'role' is " + shown("role") + "; the known words are weight, activation and bias.");
    }

    private String text(String column) {
        if (cells.get(column).isEmpty()) {
            throw fault("'" + column + "' is empty.");
        }
        return cells.get(column);
    }

    /** Spreadsheets write it in capitals. */
    private boolean truth(String column) {
        String word = cells.get(column);
        if (word.equalsIgnoreCase("true")) {
            return true;
        }
        if (word.equalsIgnoreCase("false")) {
            return false;
        }
        throw fault("'" + column + "' is " + shown(column) + "; it must be true or false.");
    }

    private long integer(String column, long lowest, long highest) {
        String digits = cells.get(column);
        if (!digits.matches("-?[0-9]{1,11}") || Long.parseLong(digits) < lowest || Long.parseLong(digits) > highest) {
            throw fault("'" + column + "' is " + shown(column) + "; it must be an integer between " + lowest + " and "
                    + highest + ".");
        }
        return Long.parseLong(digits);
    }

    private OptionalInt optionalInteger(String column, int highest) {
        return cells.get(column).isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) integer(column, 0, highest));
    }

    private OptionalDouble number(String column) {
        String digits = cells.get(column);
        if (digits.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (digits.equals("inf")) {
            return OptionalDouble.of(Double.POSITIVE_INFINITY);
        }
        if (digits.length() > 40 || !digits.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,4})?")) {
            throw fault("'" + column + "' is " + shown(column) + "; it must be a number with a decimal point, or empty.");
        }
        return OptionalDouble.of(Double.parseDouble(digits));
    }

    /** The hexadecimal digits decide: they are what a spreadsheet does not round. */
    private float scale() {
        String digits = cells.get("scale_hex");
        double scale;
        if (digits.isEmpty()) {
            scale = number("scale").orElseThrow(() -> fault("'scale' and 'scale_hex' are both empty; write one."));
        } else if (digits.matches("[0-9a-fA-F]{1,8}")) {
            scale = Float.intBitsToFloat(Integer.parseUnsignedInt(digits, 16));
        } else {
            throw fault("'scale_hex' is " + shown("scale_hex") + "; it must be the 8 hexadecimal digits of a float32, or"
                    + " empty, and then 'scale' counts.");
        }
        String fault = QuantParams.scaleFault(scale);
        if (fault != null) {
            throw fault("'scale': " + fault);
        }
        return (float) scale;
    }

    private String shown(String column) {
        return Quoted.text(cells.get(column));
    }

    private SettingsFormatException fault(String what) {
        return new SettingsFormatException("In file " + Quoted.text(fileName) + ", row " + number + ", tensor "
                + Quoted.text(cells.get("tensor")) + ": " + what);
    }
}
