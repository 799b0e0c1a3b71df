package org.quantscope.ui;

/** The menus, in their order. */
public enum ActionMenu {
    FILE("File"),
    EDIT("Edit"),
    VIEW("View"),
    LAYER("Layer"),
    NETWORK("Network"),
    HELP("Help");

    private final String title;

    ActionMenu(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
