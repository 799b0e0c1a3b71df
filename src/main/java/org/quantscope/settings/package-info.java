/**
 * What the user chose, as immutable records, and the one place where choices and statistics become parameters ({@link
 * org.quantscope.settings.ParameterDerivation}). Settings hold choices only: a bit-width, a scheme, a range set by hand,
 * a scale typed for channel 7. Nothing that follows from them is stored, so nothing can be out of date. Because
 * everything is immutable, undo is a list of older settings ({@link org.quantscope.settings.UndoHistory}).
 */
package org.quantscope.settings;
