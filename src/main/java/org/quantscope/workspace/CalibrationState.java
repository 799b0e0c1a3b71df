package org.quantscope.workspace;

/**
 * How far calibration is on the images that are chosen for it.
 *
 * @param progress in looks at images; histograms take two looks at each
 * @param available how many images there are
 * @param observed how many images the smallest and largest values are of
 * @param counted how many images the histograms are of
 */
public record CalibrationState(StudyProgress progress, int available, int observed, int counted) {
    /** Whether there is a network that ran, and images. */
    public boolean isPossible() {
        return available > 0;
    }
}
