/* column: how a set of numbers is written so that they line up.
 *
 * PyTorch's rules: integers as they are; floats as "7." when all are whole, in
 * scientific notation when their magnitudes spread over more than 1,000, exceed 1e8
 * or fall below 1e-4, else with a fixed number of decimals. Non-finite and zero values
 * decide nothing, not even the width. */
#ifndef CT_PYTHON_TYPE_COLUMN_H
#define CT_PYTHON_TYPE_COLUMN_H

#include "core/dtype.h"
#include "python/type/text.h"

typedef struct ct_column {
    ct_category category; /* complex numbers are two columns of FLOATING */
    bool is_unsigned;
    bool whole, scientific;
    int precision;
    int width;
} ct_column;

typedef union ct_number { /* a float, or an integer as 64 bits */
    double f;
    int64_t i;
} ct_number;

/* Sees all numbers of the column; `step` numbers lie between two. sci_mode: 0 no,
 * 1 yes, -1 by the rules. -1 with MemoryError on failure. */
int ct_column_init(ct_column *c, ct_dtype dtype, int precision, int sci_mode,
                   const ct_number *v, int64_t n, int step);
/* Writes one number, padded to the column's width. */
void ct_column_write(const ct_column *c, ct_number v, ct_text *out);

#endif
