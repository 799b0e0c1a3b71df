package org.quantscope.analysis;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.quantscope.conv.LayerStages;

/**
 * The fake-quant path and the integer path of one run, compared at every stage from the codes of the input to those of
 * the output.
 *
 * @param stages all of {@link Stage}, in order
 */
public record FormalAgreement(List<StageAgreement> stages) {
    public FormalAgreement {
        stages = List.copyOf(stages);
    }

    public static FormalAgreement of(LayerStages stages) {
        return new StageComparison(stages).compare();
    }

    /** The first stage at which they differ; empty if they agree all the way. */
    public Optional<StageAgreement> firstDifference() {
        return stages.stream().filter(StageAgreement::differs).findFirst();
    }

    public StageAgreement at(Stage stage) {
        return stages.get(stage.ordinal());
    }

    /** Where the paths part, or that they do not, for a person. */
    public String sentence() {
        return firstDifference().map(this::parting).orElseGet(this::agreeing);
    }

    private String parting(StageAgreement first) {
        String end = first.stage() != Stage.OUTPUT && at(Stage.OUTPUT).exists() && !at(Stage.OUTPUT).differs()
                ? " The outputs agree all the same."
                : "";
        return "The paths part at the " + first.stage().displayName() + ": " + Figures.integer(first.differing())
                + " of " + Figures.integer(first.compared()) + " values; " + first.remark() + "." + end;
    }

    private String agreeing() {
        List<StageAgreement> compared = stages.stream().filter(StageAgreement::exists).toList();
        String names = compared.stream().map(stage -> stage.stage().displayName()).collect(Collectors.joining(", "));
        return "The paths agree at every stage (" + names + "): "
                + "none of " + Figures.integer(at(Stage.OUTPUT).compared())
                + (at(Stage.OUTPUT).inCodes() ? " output codes differs." : " outputs differs.");
    }
}
