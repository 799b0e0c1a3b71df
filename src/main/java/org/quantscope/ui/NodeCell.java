package org.quantscope.ui;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import org.quantscope.model.Model;
import org.quantscope.model.NodeInfo;

/** A node that is shown as it is, with the reason where it might have been explored. */
final class NodeCell extends ListCell<NodeInfo> {
    private final Label name = Controls.label("", "label-small");
    private final Label op = Controls.label("");
    private final HBox row = new HBox(8, op, name);

    NodeCell() {
        row.setAlignment(Pos.CENTER_LEFT);
        op.setMinWidth(64);
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(NodeInfo node, boolean empty) {
        super.updateItem(node, empty);
        setGraphic(empty || node == null ? null : row);
        setTooltip(null);
        if (!empty && node != null) {
            op.setText(node.op());
            name.setText(node.remark().isEmpty() ? node.name() : node.name() + ": " + node.remark());
            name.getStyleClass().remove("warn");
            if (!node.remark().isEmpty() && !node.op().equals(Model.BATCH_NORMALIZATION)) {
                name.getStyleClass().add("warn");
            }
            setTooltip(Controls.tooltip(name.getText()));
        }
    }
}
