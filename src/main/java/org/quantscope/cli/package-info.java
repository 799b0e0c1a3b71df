/**
 * The commands, for terminals and scripts: inspect, init, compare, evaluate, sensitivity, export, import, verify,
 * snapshot, doctor. A command parses its arguments, asks the rooms below, prints, and returns an exit code: 0, 1 for bad
 * input, 2 for bad usage, 3 where a verification found a difference. Errors are one sentence on standard error.
 */
package org.quantscope.cli;
