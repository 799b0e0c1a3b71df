/**
 * The one mutable owner: the open model, the undo history of the settings, the images, and the latest results. Everything
 * else is immutable and flows through here in one direction: the user interface asks {@link
 * org.quantscope.workspace.Workspace} for a change and is told of new results; it never changes anything itself.
 */
package org.quantscope.workspace;
