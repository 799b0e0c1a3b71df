package org.quantscope.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.quantscope.analysis.Figures;
import org.quantscope.analysis.FormalAgreement;
import org.quantscope.analysis.StageAgreement;
import org.quantscope.export.TextTable;

/** What {@code compare} says of the stages at which the two quantized paths were compared. */
final class AgreementText {
    private AgreementText() {}

    static void put(ObjectNode root, FormalAgreement agreement) {
        ObjectNode node = root.putObject("agreement");
        node.put("first_difference", agreement.firstDifference().map(stage -> stage.stage().keyword()).orElse(null));
        node.put("sentence", agreement.sentence());
        ArrayNode stages = node.putArray("stages");
        for (StageAgreement stage : agreement.stages()) {
            ObjectNode entry = stages.addObject();
            entry.put("stage", stage.stage().keyword());
            entry.put("compared", stage.compared());
            entry.put("differing", stage.differing());
            JsonPrinter.putNumber(entry, "max_difference", stage.maxDifference());
            entry.put("unit", stage.exists() ? stage.unit() : null);
            entry.put("remark", stage.remark());
        }
    }

    static List<String> lines(FormalAgreement agreement) {
        TextTable table = new TextTable("stage", ">compared", ">differing", ">largest", "", "");
        for (StageAgreement stage : agreement.stages()) {
            if (stage.exists()) {
                table.row(stage.stage().displayName(), Figures.integer(stage.compared()),
                        Figures.integer(stage.differing()), Figures.rough(stage.maxDifference()), stage.unitOfLargest(),
                        stage.remark());
            } else {
                table.row(stage.stage().displayName(), "-", "-", "-", "", stage.remark());
            }
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add(agreement.sentence());
        return lines;
    }
}
