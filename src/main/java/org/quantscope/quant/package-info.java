/**
 * The arithmetic contract: types, parameters, rounding, quantize, dequantize, requantize. Plain Java, element by
 * element, without any native library, so that anyone can read it and check it.
 *
 * <p>x is a real value, q its code, s the scale in float32, zp the zero point with ONNX's sign, {@code rte} rounding
 * half to even, {@code f32()} rounding to float32. The numbers are those of the equations in code and tests:
 *
 * <pre>
 *  (1)  q    = clamp( rte(f32(x / s)) + zp, qmin, qmax )
 *  (2)  x̂    = f32( s · (q − zp) )
 *  (3)  fakeQuant(x) = dequantize(quantize(x))
 *  (4)  lo = min(rmin, 0);  hi = max(rmax, 0)
 *  (5)  symmetric: a = max(|lo|, |hi|);  lo = −a;  hi = +a
 *  (6)  s64 = double(f32(hi − lo)) / (qmax − qmin)
 *  (7)  if s64 &lt; 1.17549435e−38:  s = 1, zp = 0
 *  (8)  zp = symmetric ? rte((qmin + qmax) / 2) : rte(qmin − lo / s64)
 *  (9)  s = f32(s64)
 *  (10) micronet: q = clamp( round(x / s − z) );  x̂ = (q + z) · s;  z real, rounding half away from zero
 *  (11) micronet 2020: q = clamp( rte(x · m − z) );  x̂ = (q + z) / m
 *  (14) DoReFa inputs:  q = round(clamp(0.1 · x, 0, 1) · n);  x̂ = q / n;  n = 2^k − 1
 *  (15) DoReFa weights: u = tanh(w) / (2 · max|tanh w|) + 1/2;  q = round(u · n);  ŵ = 2q / n − 1
 *  (16) binary weights: w ← clamp(w − mean, −1, 1);  ŵ = α · sgn(w), sgn(0) = 1, α = mean|w|
 *  (17) ternary weights: D = 0.7 · mean|w|;  t = sgn(sgn(w + D) + sgn(w − D));  ŵ = α · t, α = mean of |w| &gt; D
 *  (18) binary inputs:  x̂ = sgn(x), sgn(0) = 1
 *  (19) folded BatchNormalization, sd = √(σ² + ε):  w' = w · γ / sd;  b' = β + (b − μ) · γ / sd, in double
 *  (20) the same where only the sign is read:  γ &gt; 0: w' = w, b' = b − μ + β · sd / γ;  γ &lt; 0: both negated;
 *       γ = 0: w' = 0, b' = β
 *  (22) y_o(p) = s_x · s_o · acc + b_o
 *  (23) acc = Σ (qx − zx)(qw − zw) = Σ qx·qw − zw·Σ qx − zx·Σ qw + N·zx·zw
 *  (24) sb = f32(s_x · s_o);  qb = clamp( rte( double(b) / double(sb) ) );  b̂ = f32(sb · qb)
 *  (25) float32:      m = f32(f32(s_x · s_o) / s_y);  y = rte(clamp(f32(f32(acc) · m))) + zy
 *  (26) multiplier:   s_x · s_o / s_y = f · 2^e;  k = floor(f · 2^31 + 0.5)
 *  (27) gemmlowp, (28) ruy: fixed point with k and e;  (30) power-of-two: a rounding shift
 * </pre>
 */
package org.quantscope.quant;
