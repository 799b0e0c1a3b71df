/**
 * The window: one view and one view model for each pane, actions as data that menu, tool bar and keys share. Views read
 * the workspace and ask it for changes; they own no numbers.
 */
package org.quantscope.ui;
