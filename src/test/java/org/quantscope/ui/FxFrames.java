package org.quantscope.ui;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.animation.AnimationTimer;

/**
 * What each frame costs the FX thread while it runs: processor time of everything that the thread did since the frame
 * before, events and pulse together, which a busy machine does not make longer, and wall time, which it does. Started and
 * stopped on the FX thread.
 */
final class FxFrames extends AnimationTimer {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Runnable eachFrame;
    private final List<Long> busy = new ArrayList<>();
    private final List<Long> wall = new ArrayList<>();
    private long lastBusy = -1;
    private long lastWall;

    /** @param eachFrame done at the start of every frame */
    FxFrames(Runnable eachFrame) {
        this.eachFrame = eachFrame;
    }

    @Override
    public void handle(long now) {
        long busyNow = THREADS.getCurrentThreadCpuTime();
        long wallNow = System.nanoTime();
        if (lastBusy >= 0) {
            busy.add(busyNow - lastBusy);
            wall.add(wallNow - lastWall);
        }
        lastBusy = busyNow;
        lastWall = wallNow;
        eachFrame.run();
    }

    int count() {
        return busy.size();
    }

    double seconds() {
        return wall.stream().mapToLong(each -> each).sum() / 1e9;
    }

    /** The dearest frame, in milliseconds of processor time. */
    double dearest() {
        return share(busy, 1);
    }

    /** Milliseconds of processor time that this share of the frames did not exceed. */
    double dearest(double share) {
        return share(busy, share);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT,
                "%d frames in %.2f s; FX thread per frame, ms: busy median %.1f, 95 %% %.1f, most %.1f; wall median %.1f, most %.1f",
                count(), seconds(), dearest(0.5), dearest(0.95), dearest(), share(wall, 0.5), share(wall, 1));
    }

    private static double share(List<Long> nanos, double share) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(share * sorted.size()) - 1) / 1e6;
    }
}
