/**
 * From data to parameters: an {@link org.quantscope.calibrate.Observer} sees values and keeps {@link
 * org.quantscope.calibrate.RangeStatistics}; a {@link org.quantscope.calibrate.CalibrationMethod} turns them into a
 * {@code ClippingRange}, and {@code quant.ParameterChoice} turns that into scale and zero point. What is observed, what
 * is chosen and what follows from it are three different types.
 */
package org.quantscope.calibrate;
