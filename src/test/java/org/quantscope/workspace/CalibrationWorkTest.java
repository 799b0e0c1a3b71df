package org.quantscope.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.LayerStatistics;
import org.quantscope.settings.RangeChoice;

/** Calibration beside everything else: started, stopped, gone on with, and what of it the derivation takes over. */
class CalibrationWorkTest {
    private static final String LAYER = "/conv1/Conv";
    private static final LayerSettings PERCENTILE = LayerSettings.FLOAT.withInput(Optional.of(
            ActivationSettings.DEFAULT.withRange(RangeChoice.of(CalibrationMethod.percentile(99.99)))));

    private static Workspace lenet() {
        Workspace workspace = new Workspace(Workers.immediate());
        workspace.openSample("fashion-lenet.onnx");
        return workspace;
    }

    private static LayerStatistics statistics(Workspace workspace) {
        return workspace.state().derivation().orElseThrow().statistics(LAYER);
    }

    @Test
    void afterCalibrationEveryMethodHasARangeAndThatOfQuantizeStaticComesOut() {
        try (Workspace workspace = lenet()) {
            assertThat(statistics(workspace).input().orElseThrow().suffice(CalibrationMethod.MSE)).isFalse();
            assertThat(workspace.state().derivation().orElseThrow().derive(LAYER, PERCENTILE).input()).isEmpty();
            CalibrationWork calibration = workspace.calibration();
            calibration.setLimit(32);
            assertThat(calibration.state().available()).isEqualTo(256);
            assertThat(calibration.start()).isTrue();
            assertThat(calibration.state().progress().isComplete()).isTrue();
            assertThat(calibration.state().observed()).isEqualTo(32);
            assertThat(calibration.state().counted()).isEqualTo(32);
            assertThat(workspace.state().input().orElseThrow().rangeSource())
                    .isEqualTo("32 of 256 images of fashion-calib256.npz");
            float scale = workspace.state().derivation().orElseThrow().derive(LAYER, PERCENTILE).input().orElseThrow()
                    .scale();
            assertThat(scale).isEqualTo(0.011105387471616268f);
        }
    }

    @Test
    void whatWasDoneWhenItIsStoppedIsKeptAndItGoesOnFromThere() {
        try (Workspace workspace = lenet()) {
            CalibrationWork calibration = workspace.calibration();
            calibration.setLimit(200);
            List<CalibrationState> heard = new ArrayList<>();
            boolean[] stopped = new boolean[1];
            calibration.onChange(state -> {
                heard.add(state);
                if (!stopped[0] && state.progress().running() && state.progress().done() > 0) {
                    stopped[0] = true;
                    calibration.cancel();
                }
            });
            calibration.start();
            if (!stopped[0]) {
                assertThat(calibration.state().progress().isComplete()).as("all of it fitted into one slice").isTrue();
                return;
            }
            long done = calibration.state().progress().done();
            assertThat(calibration.state().progress().canResume()).isTrue();
            assertThat(statistics(workspace).input().orElseThrow().count())
                    .isEqualTo(784L * calibration.state().observed());
            calibration.start();
            assertThat(calibration.state().progress().isComplete()).isTrue();
            assertThat(heard).extracting(state -> state.progress().done()).contains(done, 400L);
            assertThat(statistics(workspace).input().orElseThrow().count()).isEqualTo(784L * 200);
        }
    }

    @Test
    void withoutANetworkThereIsNothingToCalibrate() {
        try (Workspace workspace = new Workspace(Workers.immediate())) {
            assertThat(workspace.calibration().start()).isFalse();
            assertThat(workspace.calibration().state().isPossible()).isFalse();
            assertThatThrownBy(() -> workspace.calibration().setLimit(0))
                    .hasMessage("Calibration needs at least one image, not 0.");
        }
    }
}
