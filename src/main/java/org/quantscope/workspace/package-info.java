/**
 * The one mutable owner: the open model, the undo history of the settings, the images, and the latest results. Everything
 * else is immutable and flows through here in one direction: the user interface asks {@link
 * org.quantscope.workspace.Workspace} for a change and is told of new results; it never changes anything itself.
 *
 * <p>What takes long and concerns the whole network is a study of its own, handed out by {@link
 * org.quantscope.workspace.NetworkStudies}: it is started, stopped and gone on with, keeps what is known of each settings,
 * and tells its listeners of every new state.
 */
package org.quantscope.workspace;
