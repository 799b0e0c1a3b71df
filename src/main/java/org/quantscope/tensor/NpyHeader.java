package org.quantscope.tensor;

import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The header of a {@code .npy} file: a Python dictionary with exactly the keys {@code descr}, {@code fortran_order} and
 * {@code shape}. The text is read by hand, never evaluated.
 *
 * @param type element type
 * @param order byte order of the elements
 * @param fortranOrder whether the first dimension is the fastest
 * @param extents the shape; at most 32 extents
 */
record NpyHeader(NpyType type, ByteOrder order, boolean fortranOrder, List<Long> extents) {
    private static final int MOST_DIMENSIONS = 32;

    NpyHeader {
        extents = List.copyOf(extents);
    }

    /** Reads the dictionary; {@code where} begins the sentence of an error. */
    static NpyHeader parse(String text, String where) {
        return new Parser(text, where).header();
    }

    /** Bytes that the elements need, exactly, however large the extents are. */
    BigInteger dataBytes() {
        BigInteger product = BigInteger.valueOf(type.bytes());
        for (long extent : extents) {
            product = product.multiply(BigInteger.valueOf(extent));
        }
        return product;
    }

    /** Walks once over the text. */
    private static final class Parser {
        private final String text;
        private final String where;
        private int at;

        Parser(String text, String where) {
            this.text = text;
            this.where = where;
        }

        NpyHeader header() {
            String descr = null;
            Boolean fortran = null;
            List<Long> extents = null;
            Set<String> seen = new HashSet<>();
            expect('{');
            while (peek() != '}') {
                String key = quoted();
                expect(':');
                if (!seen.add(key)) {
                    throw broken("names '" + key + "' twice");
                }
                switch (key) {
                    case "descr" -> descr = descr();
                    case "fortran_order" -> fortran = truth();
                    case "shape" -> extents = shape();
                    default -> throw broken("has the unknown key '" + key + "'");
                }
                if (peek() != '}') {
                    expect(',');
                }
            }
            expect('}');
            if (peek() != 0) {
                throw broken("goes on after its closing brace");
            }
            if (descr == null || fortran == null || extents == null) {
                throw broken("lacks one of 'descr', 'fortran_order' and 'shape'");
            }
            return new NpyHeader(type(descr), order(descr), fortran, extents);
        }

        private NpyType type(String descr) {
            String code = descr.length() > 1 ? descr.substring(1) : "";
            for (NpyType type : NpyType.values()) {
                boolean ordered = "<>".indexOf(descr.charAt(0)) >= 0;
                if (type.code().equals(code) && (ordered || descr.charAt(0) == '=' || type.bytes() == 1)) {
                    return type;
                }
            }
            if (descr.contains("O")) {
                throw new UnreadableInputException(where + " holds pickled Python objects, which Quantscope does not"
                        + " load because loading them runs code; save numbers with a dtype such as float32.");
            }
            throw new UnreadableInputException(where + " has elements of the type '" + descr
                    + "', which Quantscope does not read; save it as float32 or uint8.");
        }

        private static ByteOrder order(String descr) {
            return switch (descr.charAt(0)) {
                case '>' -> ByteOrder.BIG_ENDIAN;
                case '=' -> ByteOrder.nativeOrder();
                default -> ByteOrder.LITTLE_ENDIAN;
            };
        }

        private String descr() {
            if (peek() == '[') {
                throw new UnreadableInputException(where + " holds records with several fields, which Quantscope does"
                        + " not read; save each field as an array of its own.");
            }
            String value = quoted();
            if (value.isEmpty() || "<>|=".indexOf(value.charAt(0)) < 0) {
                throw broken("has the element type '" + value + "', which is none of NumPy's");
            }
            return value;
        }

        private boolean truth() {
            for (String word : List.of("True", "False")) {
                if (text.startsWith(word, skip())) {
                    at += word.length();
                    return word.equals("True");
                }
            }
            throw broken("has a 'fortran_order' that is neither True nor False");
        }

        private List<Long> shape() {
            List<Long> extents = new ArrayList<>();
            expect('(');
            while (peek() != ')') {
                extents.add(number());
                if (extents.size() > MOST_DIMENSIONS) {
                    throw broken("has more than " + MOST_DIMENSIONS + " dimensions");
                }
                if (peek() != ')') {
                    expect(',');
                }
            }
            expect(')');
            return extents;
        }

        private long number() {
            int from = skip();
            while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0 && text.charAt(at) < 128) {
                at++;
            }
            if (at == from || at - from > 18) {
                throw broken("has a 'shape' with something other than whole numbers");
            }
            long value = Long.parseLong(text.substring(from, at));
            // NumPy under Python 2 wrote long integers with this letter.
            if (at < text.length() && text.charAt(at) == 'L') {
                at++;
            }
            return value;
        }

        private String quoted() {
            char quote = peek();
            if (quote != '\'' && quote != '"') {
                throw broken("is not the dictionary that NumPy writes");
            }
            int end = text.indexOf(quote, at + 1);
            if (end < 0) {
                throw broken("has a quotation mark that is never closed");
            }
            String value = text.substring(at + 1, end);
            at = end + 1;
            return value;
        }

        private void expect(char wanted) {
            if (peek() != wanted) {
                throw broken("is not the dictionary that NumPy writes");
            }
            at++;
        }

        /** The next character that is not white space, or 0 at the end. */
        private char peek() {
            return skip() < text.length() ? text.charAt(at) : 0;
        }

        private int skip() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at;
        }

        private UnreadableInputException broken(String what) {
            return new UnreadableInputException(
                    where + " has a header that " + what + "; it is damaged or was not written by NumPy.");
        }
    }
}
