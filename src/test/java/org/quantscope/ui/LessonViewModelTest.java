package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quantscope.analysis.PaddingRule;
import org.quantscope.analysis.PathTerm;
import org.quantscope.quant.QuantScheme;
import org.quantscope.settings.WeightEdits;
import org.quantscope.workspace.LessonAnswer;
import org.quantscope.workspace.LessonSubject;

class LessonViewModelTest {
    private static final String STEM = "/stem/stem.0/Conv";
    private static final SampleWorkspace SAMPLE = new SampleWorkspace();

    private final LessonViewModel model = new LessonViewModel(SAMPLE.workspace);

    @BeforeEach
    void openOnTheStem() {
        SAMPLE.toStart();
        model.choose(LessonSubject.layer(STEM));
        model.openProperty().set(true);
    }

    @AfterAll
    static void close() {
        SAMPLE.workspace.close();
    }

    private LessonAnswer answer() {
        assertThat(model.problemProperty().get()).isEmpty();
        assertThat(model.computingProperty().get()).isFalse();
        return model.answerProperty().get();
    }

    private LessonWords words() {
        return new LessonWords(answer());
    }

    @Test
    void nothingIsComputedBeforeSomebodyLooks() {
        LessonViewModel unseen = new LessonViewModel(SAMPLE.workspace);

        assertThat(unseen.answerProperty().get()).isNull();
        assertThat(unseen.subjectProperty().get()).isEqualTo(LessonSubject.SEED);
        assertThat(unseen.choices()).hasSize(1 + SAMPLE.workspace.state().model().orElseThrow().layers().size());
        assertThat(unseen.choices().get(0).text()).isEqualTo("Seed question");
    }

    @Test
    void symmetricWeightsHideTheFaultAndTheLessonSaysSo() {
        assertThat(answer().affineHere()).isFalse();
        assertThat(words().note()).startsWith("z = 0 hides the fault");
        assertThat(words().largestDifference()).startsWith("agrees within");
        assertThat(words().hasZeroPoint()).isFalse();
    }

    @Test
    void affineWeightsHereShowTheFaultAndLeaveTheSettingsAlone() {
        int steps = SAMPLE.steps();

        model.makeAffineHere(true);

        assertThat(answer().affineHere()).isTrue();
        assertThat(words().isNaiveWrong()).isTrue();
        assertThat(words().isCorrectedRight()).isTrue();
        assertThat(answer().totals().largestResidual()).isLessThan(1e-4);
        assertThat(answer().totals().largestGap()).isLessThan(1e-5);
        assertThat(words().levels()).contains("of 2⁴ levels used");
        assertThat(words().codesBack()).isEqualTo("Quantized again, all 9 codes come back.");
        assertThat(answer().shown().sums().z()).isNotZero();
        assertThat(SAMPLE.steps()).isEqualTo(steps);

        model.makeAffineHere(false);

        assertThat(answer().affineHere()).isFalse();
    }

    @Test
    void theLayersOwnZeroPointsAreTakenWhereItHasSome() {
        SAMPLE.workspace.edit("affine", settings -> settings.withLayer(STEM, layer -> layer.editWeight(
                weight -> WeightEdits.withScheme(weight, QuantScheme.AFFINE))));

        assertThat(words().hasZeroPoint()).isTrue();
        assertThat(words().isNaiveWrong()).isTrue();
        assertThat(words().isCorrectedRight()).isTrue();
        assertThat(words().note()).isEqualTo("The layer with the settings of the window.");
    }

    @Test
    void theCorrectionSwitchMakesTheNaiveSumOfTheCorrectedOne() {
        model.makeAffineHere(true);
        model.correct(false);

        LessonPicture picture = model.pictureProperty().get();
        assertThat(picture.corrected().values(0)).containsExactly(picture.naive().values(0));
        assertThat(words().terms()).contains(PathTerm.ONCE);
        assertThat(words().correctedFormula()).isEqualTo(words().naiveFormula());

        model.correct(true);

        assertThat(model.termsProperty().get()).isEqualTo(PathTerm.CORRECTED);
        assertThat(words().isCorrectedRight()).isTrue();
    }

    @Test
    void aTermThatIsSwitchedOffMakesTheCorrectedPathWrong() {
        model.makeAffineHere(true);
        for (PathTerm term : PathTerm.CORRECTED) {
            model.switchTerm(term, false);
            assertThat(words().isCorrectedRight()).as("without %s", term).isFalse();
            model.switchTerm(term, true);
            assertThat(words().isCorrectedRight()).as("with %s", term).isTrue();
        }
    }

    @Test
    void integerZeroInThePaddingIsWrongAtTheBorderAndValidTapsRepairIt() {
        model.makeAffineHere(true);
        model.paddingProperty().set(PaddingRule.INTEGER_ZERO);

        assertThat(words().isPaddingWrong()).isTrue();
        assertThat(words().paddingNote()).contains("values at the border are wrong.");
        assertThat(answer().totals().residualsInside()).isZero();

        model.paddingProperty().set(PaddingRule.VALID_TAPS);

        assertThat(words().isPaddingWrong()).isFalse();
        assertThat(words().isCorrectedRight()).isTrue();
    }

    @Test
    void theCursorRestsWhereThePathsDifferMostAndAClickPinsIt() {
        model.makeAffineHere(true);
        OutputCursor widest = model.pictureProperty().get().widest();
        assertThat(model.cursorProperty().get()).isEqualTo(widest);

        model.hover(3, 4);
        assertThat(model.cursorProperty().get()).isEqualTo(new OutputCursor(0, 3, 4));
        model.restCursor();
        assertThat(model.cursorProperty().get()).isEqualTo(widest);
        model.pin(5, 6);
        model.hover(1, 1);
        model.restCursor();
        assertThat(model.cursorProperty().get()).isEqualTo(new OutputCursor(0, 5, 6));

        model.chooseChannel(7);

        assertThat(answer().shown().channel()).isEqualTo(7);
        assertThat(model.cursorProperty().get()).isEqualTo(new OutputCursor(0, 5, 6));
    }

    @Test
    void goToThisChannelLooksAtItInTheWindow() {
        model.makeAffineHere(true);
        model.chooseChannel(11);

        assertThat(model.canGo()).isTrue();
        model.go();

        assertThat(SAMPLE.workspace.state().focus().layer()).isEqualTo(STEM);
        assertThat(SAMPLE.workspace.state().focus().channel()).isEqualTo(11);
    }

    @Test
    void everyLayerOfTheNetworkHasItsLesson() {
        for (LessonChoice choice : model.choices().subList(1, model.choices().size())) {
            model.choose(choice.subject());
            model.makeAffineHere(true);

            assertThat(answer().subject().layer().name()).isEqualTo(choice.subject().layer().orElseThrow());
            assertThat(answer().totals().isWhole()).as(choice.text()).isTrue();
            assertThat(words().isNaiveWrong()).as(choice.text()).isTrue();
            assertThat(words().isCorrectedRight()).as(choice.text()).isTrue();
        }
    }

    @Test
    void weightsLeftFloatAreTakenAsAffine() {
        SAMPLE.workspace.edit("float", settings -> settings.withLayer(
                STEM, layer -> layer.withWeight(Optional.empty())));

        assertThat(answer().affineHere()).isTrue();
        assertThat(words().note()).startsWith("The settings leave these weights float.");
    }
}
