/** Wires the rooms together and starts the window or a command. */
package org.quantscope;
