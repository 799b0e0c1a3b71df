package org.quantscope.export;

import java.util.List;
import org.quantscope.model.Model;
import org.quantscope.settings.QuantSettings;

/**
 * Settings that came from a file of another format.
 *
 * @param model the network that they are for
 * @param settings with an explicit scale and zero point wherever the file has one
 * @param remarks what the file said and settings cannot, or the other way round; one sentence each
 */
public record Imported(Model model, QuantSettings settings, List<String> remarks) {
    public Imported {
        remarks = List.copyOf(remarks);
    }
}
