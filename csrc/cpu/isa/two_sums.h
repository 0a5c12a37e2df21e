/* two_sums: two sums along a row in float64, as norms take them of it. */
#ifndef CT_CPU_ISA_TWO_SUMS_H
#define CT_CPU_ISA_TWO_SUMS_H

#include <stdint.h>

#define LANES 32 /* sums side by side, as one would wait for each addition */

static inline double folded(const double *s)
{
    double sum = 0;
    for (int k = 0; k < LANES / 4; k++) {
        sum += (s[4 * k] + s[4 * k + 1]) + (s[4 * k + 2] + s[4 * k + 3]);
    }
    return sum;
}

/* Over j < n of what `FIRST` and `SECOND` are at j. */
#define TWO_SUMS(to_one, to_two, n, FIRST, SECOND) \
    do {                                           \
        double one[LANES] = {0}, two[LANES] = {0}; \
        int64_t j = 0;                             \
        for (; j + LANES <= (n); j += LANES) {     \
            for (int k = 0; k < LANES; k++) {      \
                one[k] += FIRST(j + k);            \
                two[k] += SECOND(j + k);           \
            }                                      \
        }                                          \
        for (int k = 0; j < (n); j++, k++) {       \
            one[k] += FIRST(j);                    \
            two[k] += SECOND(j);                   \
        }                                          \
        (to_one) = folded(one);                    \
        (to_two) = folded(two);                    \
    } while (0)

#endif
