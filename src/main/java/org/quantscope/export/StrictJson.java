package org.quantscope.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads JSON from files nobody vouches for: bounded in size, depth and number of values, and no key twice. */
final class StrictJson {
    static final int MAX_BYTES = 64 << 20;
    private static final int MAX_DEPTH = 32;
    private static final long MAX_TOKENS = 5_000_000;
    private static final Pattern DUPLICATE = Pattern.compile("Duplicate field '(.*)'", Pattern.DOTALL);

    private static final Pattern WORD = Pattern.compile("Unrecognized token '(\\w+)'");

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /** The bytes of a file of at most 64 MB. */
    static byte[] bytes(Path file) {
        String name = "File " + Quoted.text(file.toString());
        if (Files.isDirectory(file)) {
            throw new SettingsFormatException(name + " is a folder; choose a file inside it.");
        }
        if (!Files.exists(file)) {
            throw new SettingsFormatException(name + " does not exist; check its name and folder.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new SettingsFormatException(
                        name + " is larger than 64 MB, which no file of this kind is; choose another file.");
            }
            return bytes;
        } catch (AccessDeniedException denied) {
            throw new SettingsFormatException(name + " may not be read; ask for the permission to read it.");
        } catch (IOException problem) {
            throw new SettingsFormatException(
                    name + " could not be read: the system says '" + problem.getMessage() + "'; try again.");
        }
    }

    /** The object that the bytes hold. */
    static JsonEntry parse(byte[] bytes, String fileName) {
        String name = "File " + Quoted.text(fileName);
        JsonNode root;
        try {
            root = MAPPER.readTree(bytes);
        } catch (JsonProcessingException problem) {
            throw new SettingsFormatException(name + sentence(problem, bytes.length));
        } catch (IOException problem) {
            throw new SettingsFormatException(name + " is not text in UTF-8; choose another file.");
        }
        if (!(root instanceof ObjectNode object)) {
            throw new SettingsFormatException(name + " does not hold a JSON object; choose another file.");
        }
        return new JsonEntry(object, "In file " + Quoted.text(fileName));
    }

    private static String sentence(JsonProcessingException problem, int length) {
        JsonLocation location = problem.getLocation();
        String where = location == null
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        Matcher duplicate = DUPLICATE.matcher(String.valueOf(problem.getOriginalMessage()));
        if (duplicate.find()) {
            return " has the key " + Quoted.text(duplicate.group(1)) + " twice, the second time" + where
                    + "; keep one of them.";
        }
        if (problem instanceof StreamConstraintsException) {
            return " is nested too deeply or holds too many or too long values" + where
                    + "; no file of this kind does, choose another one.";
        }
        String message = String.valueOf(problem.getOriginalMessage());
        if (message.contains("NaN") || message.contains("Infinity") || message.contains("INF")) {
            return " has NaN or an infinity" + where + "; every number in it must be finite, write another one there.";
        }
        // A file that was cut off inside 'true' or 'null' has half a word at its very end.
        Matcher word = WORD.matcher(message);
        boolean halfWord = word.find()
                && location != null
                && location.getByteOffset() + word.group(1).length() >= length;
        if (problem instanceof JsonEOFException || halfWord) {
            return " ends" + where + " before its JSON is complete; it was cut off, fetch or save it again.";
        }
        return " is not valid JSON" + where + "; a bracket, comma or quote may be missing or superfluous there.";
    }
}
