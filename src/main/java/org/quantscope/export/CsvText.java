package org.quantscope.export;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Tables with commas as RFC 4180 has them, in UTF-8. Lines end with LF when written; CR LF, a byte order mark and
 * missing newlines at the end, which spreadsheets leave behind, are read too.
 */
final class CsvText {
    private final CharBuffer text;
    private final String fileName;
    private final List<List<String>> rows = new ArrayList<>();

    private CsvText(String text, String fileName) {
        this.text = CharBuffer.wrap(text);
        this.fileName = fileName;
    }

    static byte[] render(List<List<String>> rows) {
        StringBuilder csv = new StringBuilder();
        for (List<String> row : rows) {
            csv.append(String.join(",", row.stream().map(CsvText::quoted).toList())).append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
    }

    /**
     * The rows of a table, the header first; an empty line is none.
     *
     * @throws SettingsFormatException with a sentence if quotes do not match, or it is not text
     */
    static List<List<String>> parse(byte[] bytes, String fileName) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notText) {
            throw new SettingsFormatException(
                    "File " + Quoted.text(fileName) + " is not text in UTF-8; save it as CSV in UTF-8.");
        }
        return new CsvText(text.startsWith("\uFEFF") ? text.substring(1) : text, fileName).parse();
    }

    private List<List<String>> parse() {
        while (text.hasRemaining()) {
            List<String> row = new ArrayList<>();
            row.add(cell());
            while (text.hasRemaining() && next() == ',') {
                text.get();
                row.add(cell());
            }
            endOfLine();
            if (row.size() > 1 || !row.get(0).isEmpty()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private char next() {
        return text.get(text.position());
    }

    private String cell() {
        if (text.hasRemaining() && next() == '"') {
            return quotedCell();
        }
        StringBuilder cell = new StringBuilder();
        while (text.hasRemaining() && ",\n\r".indexOf(next()) < 0) {
            char c = text.get();
            if (c == '"') {
                throw fault("a quote stands inside a cell that does not begin with one");
            }
            cell.append(c);
        }
        return cell.toString();
    }

    private String quotedCell() {
        StringBuilder cell = new StringBuilder();
        text.get();
        while (text.hasRemaining()) {
            char c = text.get();
            if (c == '"') {
                if (!text.hasRemaining() || next() != '"') {
                    return cell.toString();
                }
                text.get();
            }
            cell.append(c);
        }
        throw fault("a quote is not closed");
    }

    private void endOfLine() {
        if (!text.hasRemaining()) {
            return;
        }
        char c = text.get();
        if (c == '\r' && text.hasRemaining() && next() == '\n') {
            text.get();
        } else if (c != '\n' && c != '\r') {
            throw fault("a cell goes on behind its closing quote");
        }
    }

    private SettingsFormatException fault(String what) {
        return new SettingsFormatException("In file " + Quoted.text(fileName) + ", row " + (rows.size() + 1) + ": " + what
                + "; write quotes around the whole cell and double those inside.");
    }
}
