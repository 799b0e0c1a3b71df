package org.quantscope.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An object of a file together with its place in it, so that every complaint can say where. Nothing is converted: a
 * number in quotes is not a number.
 */
final class JsonEntry {
    private final ObjectNode node;
    private final String place;

    JsonEntry(ObjectNode node, String place) {
        this.node = node;
        this.place = place;
    }

    /** The same object under another name for its place. */
    JsonEntry at(String otherPlace) {
        return new JsonEntry(node, otherPlace);
    }

    /** An object inside this one, such as an entry of a list. */
    JsonEntry at(ObjectNode inner, String name) {
        return new JsonEntry(inner, place + ", " + name);
    }

    SettingsFormatException fault(String what) {
        return new SettingsFormatException(place + ": " + what);
    }

    /** Complains about the first key that is none of the given ones. */
    JsonEntry only(String... known) {
        Set<String> allowed = Set.of(known);
        for (String key : keys()) {
            if (!allowed.contains(key)) {
                throw fault("unknown key " + Quoted.text(key) + "; the known ones are " + String.join(", ", known)
                        + ".");
            }
        }
        return this;
    }

    List<String> keys() {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** Every value that is not an object, by the keys on the way to it; texts in double quotes. */
    Map<String, String> leaves() {
        Map<String, String> leaves = new LinkedHashMap<>();
        putLeaves(leaves, "", node);
        return leaves;
    }

    private static void putLeaves(Map<String, String> leaves, String way, ObjectNode from) {
        from.fields().forEachRemaining(field -> {
            if (field.getValue() instanceof ObjectNode object) {
                putLeaves(leaves, way + field.getKey() + " ", object);
            } else {
                JsonNode value = field.getValue();
                leaves.put(way + field.getKey(), value.isTextual() ? '"' + value.asText() + '"' : value.asText());
            }
        });
    }

    boolean has(String key) {
        return node.has(key);
    }

    boolean isList(String key) {
        return node.path(key).isArray();
    }

    private JsonNode required(String key) {
        JsonNode value = node.get(key);
        if (value == null) {
            throw fault("the key '" + key + "' is missing.");
        }
        return value;
    }

    /** The object under a key; {@code name} is what its place is called. */
    JsonEntry object(String key, String name) {
        if (required(key) instanceof ObjectNode object) {
            return new JsonEntry(object, place + ", " + name);
        }
        throw wrongType(key, "an object in braces");
    }

    /** The object under a key that is no place of its own in a sentence. */
    JsonEntry inside(String key) {
        return new JsonEntry(object(key, key).node, place);
    }

    /** The object under the name of a layer. */
    JsonEntry layer(String name) {
        if (node.get(name) instanceof ObjectNode object) {
            return new JsonEntry(object, place + ", layer " + Quoted.text(name));
        }
        throw fault("layer " + Quoted.text(name) + " must be an object in braces, not " + shown(node.get(name)) + ".");
    }

    /** An object inside a list of this one; {@code label} names it in a complaint. */
    JsonEntry element(JsonNode value, String label) {
        if (value instanceof ObjectNode object) {
            return new JsonEntry(object, place);
        }
        throw fault(label + " must be an object in braces, not " + shown(value) + ".");
    }

    Optional<JsonEntry> optionalObject(String key) {
        return has(key) ? Optional.of(object(key, key)) : Optional.empty();
    }

    String string(String key) {
        JsonNode value = required(key);
        if (!value.isTextual()) {
            throw wrongType(key, "a text in quotes");
        }
        return value.textValue();
    }

    boolean bool(String key) {
        JsonNode value = required(key);
        if (!value.isBoolean()) {
            throw wrongType(key, "true or false");
        }
        return value.booleanValue();
    }

    int integer(String key) {
        return integer(required(key), "'" + key + "'");
    }

    /** An integer anywhere in this object; {@code label} names it in a complaint. */
    int integer(JsonNode value, String label) {
        if (!value.isIntegralNumber()) {
            throw fault(label + " must be an integer, not " + shown(value) + ".");
        }
        if (!value.canConvertToInt()) {
            throw fault(label + " is " + shown(value) + ", which is too large a number.");
        }
        return value.intValue();
    }

    double real(JsonNode value, String label) {
        if (!value.isNumber()) {
            throw fault(label + " must be a number, not " + shown(value) + ".");
        }
        return value.doubleValue();
    }

    /** A number that is finite as a float32 too. */
    float finite(JsonNode value, String label) {
        float rounded = (float) real(value, label);
        if (!Float.isFinite(rounded)) {
            throw fault(label + " must be a finite number, not " + shown(value) + ".");
        }
        return rounded;
    }

    float finite(String key) {
        return finite(required(key), "'" + key + "'");
    }

    /** The values of a list. */
    List<JsonNode> list(String key) {
        JsonNode value = required(key);
        if (!value.isArray()) {
            throw wrongType(key, "a list in brackets");
        }
        return elements(value);
    }

    /** The objects of a list, each a place of its own. */
    List<JsonEntry> objects(String key) {
        List<JsonEntry> objects = new ArrayList<>();
        for (JsonNode element : list(key)) {
            if (!(element instanceof ObjectNode object)) {
                throw fault("entry " + objects.size() + " of '" + key + "' must be an object in braces, not "
                        + shown(element) + ".");
            }
            objects.add(new JsonEntry(object, place + ", entry " + objects.size() + " of '" + key + "'"));
        }
        return objects;
    }

    JsonNode value(String key) {
        return required(key);
    }

    /** One value for each channel: a list of that length, or one value for all. */
    List<JsonNode> perChannel(String key, int channels) {
        JsonNode value = required(key);
        if (!value.isArray()) {
            return Collections.nCopies(channels, value);
        }
        if (value.size() != channels) {
            throw fault("'" + key + "' has " + count(value.size(), "entry", "entries") + ", but the layer has "
                    + count(channels, "output channel", "output channels") + ".");
        }
        return elements(value);
    }

    /** One of the words that the values of an enum go by. */
    <E> E word(String key, E[] values, Function<E, String> keyword) {
        String text = string(key);
        return Arrays.stream(values)
                .filter(value -> keyword.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> fault("'" + key + "' is " + Quoted.text(text) + "; the known words are "
                        + Arrays.stream(values).map(keyword).collect(Collectors.joining(", ")) + "."));
    }

    SettingsFormatException wrongType(String key, String wanted) {
        return fault("'" + key + "' must be " + wanted + ", not " + shown(node.get(key)) + ".");
    }

    /** A value in a sentence: as it stands in the file if it is short. */
    static String shown(JsonNode value) {
        if (value.isObject()) {
            return "an object";
        }
        if (value.isArray()) {
            return "a list";
        }
        if (value.isTextual()) {
            return "the text " + Quoted.text(value.textValue());
        }
        String text = value.asText();
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    static List<JsonNode> elements(JsonNode list) {
        List<JsonNode> elements = new ArrayList<>(list.size());
        list.forEach(elements::add);
        return elements;
    }

    static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
