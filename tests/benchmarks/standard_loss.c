/* The standard loss by hand, value and gradient: MLP(2, [16, 16, 1]) with ReLU, max-margin, 1e-4 of the sum of squares.

   X holds n rows (x0, x1, label), theta the 337 parameters neuron by neuron (weights, then bias); out come the loss of
   each sample and the gradient of their mean. The yardstick of the benchmark, so no handicaps: built with
   -O3 -march=native (GCC then multiplies and adds in one step), samples in the lanes of vectors of LANES doubles.

   tiled:  layers as small matrix products over GROUPS vectors at a time, 4 by 4 sums in registers.
   lanes:  one vector of samples after the other, the loops as one would write them for one sample.
   plain:  one sample after the other; what vectors there are, the compiler finds. */

#include <stdint.h>
#include <string.h>

#ifndef LANES
#define LANES 8
#endif
#ifndef GROUPS
#define GROUPS 4
#endif
enum { H = 16, P1 = 3 * H, P2 = (H + 1) * H, P3 = H + 1, P = P1 + P2 + P3, ROW1 = 3, ROW2 = H + 1 };
#define PENALTY 1e-4

typedef double vector __attribute__((vector_size(8 * LANES)));
typedef int64_t flags __attribute__((vector_size(8 * LANES)));
#define INLINE static inline __attribute__((always_inline))

INLINE vector all(double x) { return x - (vector){}; }
INLINE vector where(flags condition, vector x) { return (vector)(condition & (flags)x); }
INLINE vector relu(vector x) { return where(x > all(0), x); }

static double penalty(const double *theta) {
    double sum = 0;
    for (int p = 0; p < P; p++) sum += theta[p] * theta[p];
    return PENALTY * sum;
}

static void finish(long n, const double *theta, const vector *sums, double *gradient) {
    for (int p = 0; p < P; p++) {
        double sum = 0;
        for (int lane = 0; lane < LANES; lane++) sum += sums[p][lane];
        gradient[p] = sum / n + 2 * PENALTY * theta[p];
    }
}

/* column c of up to LANES samples; absent ones are 0 */
INLINE vector column(const double *X, long samples, int c) {
    vector x = {};
    if (samples >= LANES)
        for (int lane = 0; lane < LANES; lane++) x[lane] = X[3 * lane + c];
    else
        for (int lane = 0; lane < samples; lane++) x[lane] = X[3 * lane + c];
    return x;
}

/* the loss of these samples from scores; the gradient by the score, 0 where there is no sample (its label is 0) */
INLINE vector margin(vector score, vector label, long samples, double l2, double *values) {
    vector slack = 1.0 - label * score;
    vector loss = relu(slack) + l2;
    if (samples >= LANES) memcpy(values, &loss, sizeof loss);
    else for (int lane = 0; lane < samples; lane++) values[lane] = loss[lane];
    return where(slack > all(0), -label);
}

/* ---------------------------------------------------------------------------------------------------- tiled */

INLINE void block(int groups, long samples, const double *X, const double *theta, double l2, double *values, vector *sums) {
    const double *w1 = theta, *w2 = theta + P1, *w3 = theta + P1 + P2;
    vector *g1 = sums, *g2 = sums + P1, *g3 = sums + P1 + P2;
    vector x0[groups], x1[groups], slope[groups], h1[H][groups], h2[H][groups], d1[H][groups], d2[H][groups];
    for (int g = 0; g < groups; g++) {
        x0[g] = column(X + 3 * LANES * g, samples - LANES * g, 0);
        x1[g] = column(X + 3 * LANES * g, samples - LANES * g, 1);
    }
    for (int i = 0; i < H; i++)
        for (int g = 0; g < groups; g++)
            h1[i][g] = relu(w1[ROW1 * i] * x0[g] + w1[ROW1 * i + 1] * x1[g] + w1[ROW1 * i + 2]);
#pragma GCC unroll 1
    for (int i = 0; i < H; i += 4) {
        vector tile[4][groups];
        for (int a = 0; a < 4; a++)
            for (int g = 0; g < groups; g++) tile[a][g] = all(w2[ROW2 * (i + a) + H]);
#pragma GCC unroll 1
        for (int j = 0; j < H; j++)
#pragma GCC unroll 4
            for (int a = 0; a < 4; a++)
#pragma GCC unroll 4
                for (int g = 0; g < groups; g++) tile[a][g] += w2[ROW2 * (i + a) + j] * h1[j][g];
        for (int a = 0; a < 4; a++)
            for (int g = 0; g < groups; g++) h2[i + a][g] = relu(tile[a][g]);
    }
    vector sum = g3[H];
    for (int g = 0; g < groups; g++) {
        vector score = all(w3[H]), label = column(X + 3 * LANES * g, samples - LANES * g, 2);
        for (int i = 0; i < H; i++) score += w3[i] * h2[i][g];
        slope[g] = margin(score, label, samples - LANES * g, l2, values + LANES * g);
        sum += slope[g];
    }
    g3[H] = sum;
    for (int i = 0; i < H; i++) {
        vector bias = g2[ROW2 * i + H], weight = g3[i];
        for (int g = 0; g < groups; g++) {
            weight += slope[g] * h2[i][g];
            d2[i][g] = where(h2[i][g] > all(0), w3[i] * slope[g]);
            bias += d2[i][g];
        }
        g2[ROW2 * i + H] = bias;
        g3[i] = weight;
    }
#pragma GCC unroll 1
    for (int i = 0; i < H; i += 4)
#pragma GCC unroll 1
        for (int j = 0; j < H; j += 4) {
            vector tile[4][4];
            for (int a = 0; a < 4; a++)
                for (int b = 0; b < 4; b++) tile[a][b] = g2[ROW2 * (i + a) + j + b];
#pragma GCC unroll 4
            for (int g = 0; g < groups; g++)
#pragma GCC unroll 4
                for (int a = 0; a < 4; a++)
#pragma GCC unroll 4
                    for (int b = 0; b < 4; b++) tile[a][b] += d2[i + a][g] * h1[j + b][g];
            for (int a = 0; a < 4; a++)
                for (int b = 0; b < 4; b++) g2[ROW2 * (i + a) + j + b] = tile[a][b];
        }
#pragma GCC unroll 1
    for (int j = 0; j < H; j += 4) {
        vector tile[4][groups];
        memset(tile, 0, sizeof tile);
#pragma GCC unroll 1
        for (int i = 0; i < H; i++)
#pragma GCC unroll 4
            for (int b = 0; b < 4; b++)
#pragma GCC unroll 4
                for (int g = 0; g < groups; g++) tile[b][g] += w2[ROW2 * i + j + b] * d2[i][g];
        for (int b = 0; b < 4; b++)
            for (int g = 0; g < groups; g++) d1[j + b][g] = where(h1[j + b][g] > all(0), tile[b][g]);
    }
    for (int j = 0; j < H; j++) {
        vector a = g1[ROW1 * j], b = g1[ROW1 * j + 1], c = g1[ROW1 * j + 2];
        for (int g = 0; g < groups; g++) a += d1[j][g] * x0[g], b += d1[j][g] * x1[g], c += d1[j][g];
        g1[ROW1 * j] = a, g1[ROW1 * j + 1] = b, g1[ROW1 * j + 2] = c;
    }
}

void tiled(long n, const double *X, const double *theta, double *values, double *gradient) {
    double l2 = penalty(theta);
    vector sums[P] = {};
    long start = 0;
    for (; start + (GROUPS - 1) * LANES < n; start += GROUPS * LANES)
        block(GROUPS, n - start, X + 3 * start, theta, l2, values + start, sums);
    for (; start < n; start += LANES) block(1, n - start, X + 3 * start, theta, l2, values + start, sums);
    finish(n, theta, sums, gradient);
}

/* ---------------------------------------------------------------------------------------------------- lanes */

void lanes(long n, const double *X, const double *theta, double *values, double *gradient) {
    const double *w1 = theta, *w2 = theta + P1, *w3 = theta + P1 + P2;
    double l2 = penalty(theta);
    vector sums[P] = {};
    vector *g1 = sums, *g2 = sums + P1, *g3 = sums + P1 + P2;
    for (long start = 0; start < n; start += LANES) {
        vector x0 = column(X + 3 * start, n - start, 0), x1 = column(X + 3 * start, n - start, 1);
        vector h1[H], h2[H], d1[H] = {};
        for (int i = 0; i < H; i++) h1[i] = relu(w1[ROW1 * i] * x0 + w1[ROW1 * i + 1] * x1 + w1[ROW1 * i + 2]);
        vector score = all(w3[H]);
        for (int i = 0; i < H; i++) {
            vector sum = all(w2[ROW2 * i + H]);
            for (int j = 0; j < H; j++) sum += w2[ROW2 * i + j] * h1[j];
            h2[i] = relu(sum);
            score += w3[i] * h2[i];
        }
        vector slope = margin(score, column(X + 3 * start, n - start, 2), n - start, l2, values + start);
        g3[H] += slope;
        for (int i = 0; i < H; i++) {
            vector d = where(h2[i] > all(0), w3[i] * slope);
            g3[i] += slope * h2[i];
            g2[ROW2 * i + H] += d;
            for (int j = 0; j < H; j++) {
                g2[ROW2 * i + j] += d * h1[j];
                d1[j] += w2[ROW2 * i + j] * d;
            }
        }
        for (int i = 0; i < H; i++) {
            vector d = where(h1[i] > all(0), d1[i]);
            g1[ROW1 * i] += d * x0;
            g1[ROW1 * i + 1] += d * x1;
            g1[ROW1 * i + 2] += d;
        }
    }
    finish(n, theta, sums, gradient);
}

/* ---------------------------------------------------------------------------------------------------- plain */

void plain(long n, const double *X, const double *theta, double *values, double *gradient) {
    const double *w1 = theta, *w2 = theta + P1, *w3 = theta + P1 + P2;
    double l2 = penalty(theta), sums[P] = {0};
    double *g1 = sums, *g2 = sums + P1, *g3 = sums + P1 + P2;
    for (long s = 0; s < n; s++) {
        double x0 = X[3 * s], x1 = X[3 * s + 1], label = X[3 * s + 2], h1[H], h2[H], d1[H] = {0}, score = w3[H];
        for (int i = 0; i < H; i++) {
            double sum = w1[ROW1 * i] * x0 + w1[ROW1 * i + 1] * x1 + w1[ROW1 * i + 2];
            h1[i] = sum > 0 ? sum : 0;
        }
        for (int i = 0; i < H; i++) {
            double sum = w2[ROW2 * i + H];
            for (int j = 0; j < H; j++) sum += w2[ROW2 * i + j] * h1[j];
            h2[i] = sum > 0 ? sum : 0;
            score += w3[i] * h2[i];
        }
        double slack = 1 - label * score, slope = slack > 0 ? -label : 0;
        values[s] = (slack > 0 ? slack : 0) + l2;
        if (slope == 0) continue;
        g3[H] += slope;
        for (int i = 0; i < H; i++) {
            g3[i] += slope * h2[i];
            if (h2[i] <= 0) continue;
            double d = w3[i] * slope;
            g2[ROW2 * i + H] += d;
            for (int j = 0; j < H; j++) {
                g2[ROW2 * i + j] += d * h1[j];
                d1[j] += w2[ROW2 * i + j] * d;
            }
        }
        for (int i = 0; i < H; i++) {
            double d = h1[i] > 0 ? d1[i] : 0;
            g1[ROW1 * i] += d * x0;
            g1[ROW1 * i + 1] += d * x1;
            g1[ROW1 * i + 2] += d;
        }
    }
    for (int p = 0; p < P; p++) gradient[p] = sums[p] / n + 2 * PENALTY * theta[p];
}
