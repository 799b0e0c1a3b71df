package org.quantscope.ui;

/** Which of the changed answers are listed. */
enum FlipFilter {
    ALL("All"),
    LOST("Lost"),
    WON("Won");

    private final String title;

    FlipFilter(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    boolean accepts(FlipRow row) {
        return switch (this) {
            case ALL -> true;
            case LOST -> row.kind() == FlipRow.Kind.LOST;
            case WON -> row.kind() == FlipRow.Kind.WON;
        };
    }
}
