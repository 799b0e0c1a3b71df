package org.quantscope.ui;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** Starts, stops and goes on with a long job, and says how far it is. */
final class JobBar extends HBox {
    private static final double PROGRESS = 160;

    private final String verb;
    private final String sentence;
    private final Button start = new Button();
    private final Button cancel = new Button("Cancel", Controls.icon(MaterialDesignS.STOP));
    private final ProgressBar progress = new ProgressBar(0);
    private final Label words = Controls.label("", "muted");

    /**
     * @param id what the ids of its nodes begin with
     * @param verb what the button says that starts the job
     * @param sentence what the job does
     * @param why a sentence why the job cannot be started now; empty: it can
     */
    JobBar(
            String id,
            String verb,
            String sentence,
            ObservableValue<JobStatus> status,
            ObservableValue<String> why,
            Runnable startOrGoOn,
            Runnable stop) {
        super(8);
        this.verb = verb;
        this.sentence = sentence;
        setId(id + "-job");
        setAlignment(Pos.CENTER_LEFT);
        start.setId(id + "-start");
        start.getStyleClass().add("accent");
        start.setGraphic(Controls.icon(MaterialDesignP.PLAY));
        start.setMinWidth(Region.USE_PREF_SIZE);
        start.setTooltip(Controls.tooltip(sentence));
        start.setOnAction(event -> startOrGoOn.run());
        cancel.setId(id + "-cancel");
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setTooltip(Controls.tooltip("Stop; what is done so far is kept, and it can go on from there."));
        cancel.setAccessibleText("Cancel; what is done so far is kept.");
        cancel.setOnAction(event -> stop.run());
        progress.setId(id + "-progress");
        progress.setMinWidth(60);
        progress.setPrefWidth(PROGRESS);
        progress.setAccessibleText("Progress");
        words.setId(id + "-words");
        words.setMinWidth(0);
        getChildren().setAll(start, cancel, progress, words);
        status.addListener((property, before, now) -> show(now, why.getValue()));
        why.addListener((property, before, now) -> show(status.getValue(), now));
        show(status.getValue(), why.getValue());
    }

    /** What stopping does, where it is something else than to go on later. */
    void setCancelSentence(String other) {
        cancel.getTooltip().setText(other);
        cancel.setAccessibleText("Cancel. " + other);
    }

    private void show(JobStatus status, String why) {
        boolean running = status.isRunning();
        boolean stopped = status.state() == JobStatus.State.STOPPED;
        start.setText(stopped ? "Resume" : verb);
        start.setAccessibleText(stopped ? "Resume. " + sentence : verb + ". " + sentence);
        start.setDisable(!why.isEmpty());
        Styles.present(start, !running);
        Styles.present(cancel, running);
        Styles.present(progress, running || stopped);
        progress.setProgress(status.share());
        String said = why.isEmpty() || running ? status.words() : why;
        Styles.setText(words, said);
        words.setTooltip(said.isEmpty() ? null : Controls.tooltip(said));
    }
}
