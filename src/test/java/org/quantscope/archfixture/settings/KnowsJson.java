package org.quantscope.archfixture.settings;

import com.fasterxml.jackson.databind.JsonNode;

/** Breaks a rule: JSON outside the file formats. */
final class KnowsJson {
    private final JsonNode known;

    KnowsJson(JsonNode known) {
        this.known = known;
    }

    JsonNode known() {
        return known;
    }
}
