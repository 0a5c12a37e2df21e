/* integer: what sizes and counts are computed with. */
#ifndef CT_CORE_INTEGER_H
#define CT_CORE_INTEGER_H

#include <stdint.h>

static inline int64_t ct_min(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static inline int64_t ct_max(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* How many units hold n >= 0; a unit may be as large as a number can be. */
static inline int64_t ct_ceil_div(int64_t n, int64_t unit)
{
    return n / unit + (n % unit != 0);
}

#endif
