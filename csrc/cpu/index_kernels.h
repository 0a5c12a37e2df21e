/* index_kernels: an instruction set's loops over places that indices name.
 *
 * The driver (cpu/index.c) hands over blocks of indices that it has copied and
 * checked, so that what was checked is what is used, whatever other threads do. */
#ifndef CT_CPU_INDEX_KERNELS_H
#define CT_CPU_INDEX_KERNELS_H

#include "core/dtype.h"

#define CT_INDEX_BLOCK 256

/* Between values[i * value_step] and table[i * table_step + k[i] * scale], in bytes. */
typedef void (*ct_place_loop)(char *values, int64_t value_step, char *table,
                              int64_t table_step, const int64_t *k, int64_t scale,
                              int64_t n);
/* out[i] = mask[i] ? *value : in[i]; steps in bytes of out, mask, in. in may be out. */
typedef void (*ct_masked_loop)(char *out, const char *mask, const char *in,
                               const int64_t *steps, int64_t n, const void *value);

typedef struct ct_index_kernels {
    /* k[i] = index i, plus `wrap` if it is negative. How many of them, from the first
     * on, are below bound. */
    int64_t (*load)(int64_t *k, const char *index, int64_t step, int64_t n,
                    int64_t wrap, uint64_t bound);
    ct_place_loop read[5], write[5]; /* by log2 of the item size */
    ct_place_loop add[CT_DTYPE_COUNT]; /* table += value, one after the other */
    ct_masked_loop masked[5];
    int64_t (*count)(const uint8_t *mask, int64_t n); /* bytes that are not 0 */
} ct_index_kernels;

#endif
