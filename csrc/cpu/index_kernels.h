/* index_kernels: an instruction set's loops over places that indices name.
 *
 * The driver (cpu/index.c) hands over blocks of indices that it has copied and
 * checked, so that what was checked is what is used, whatever other threads do. */
#ifndef CT_CPU_INDEX_KERNELS_H
#define CT_CPU_INDEX_KERNELS_H

#include "core/dtype.h"

#define CT_INDEX_BLOCK 256

/* What becomes of the value that is there when another comes. */
typedef enum ct_fold {
    CT_FOLD_ADD,
    CT_FOLD_MULTIPLY,
    CT_FOLD_MAX, /* a NaN wins */
    CT_FOLD_MIN,
    CT_FOLD_COUNT
} ct_fold;

/* Elements with an index each, k[0] and on, row by row: between
 * values[i * value_row + j * value_step] and
 * table[i * table_row + j * table_step + k * scale], in bytes. */
typedef struct ct_place_tile {
    char *values, *table;
    const int64_t *k;
    int64_t rows, n; /* of each: rows * n <= CT_INDEX_BLOCK */
    int64_t value_row, value_step, table_row, table_step, scale;
} ct_place_tile;
typedef void (*ct_place_loop)(const ct_place_tile *t);

/* Rows with an index each: between n packed elements at values + i * value_row and as
 * many at table + k[i] * scale. */
typedef struct ct_place_rows {
    char *values, *table;
    const int64_t *k;
    int64_t rows, n, value_row, scale;
    bool
        ahead; /* the nearest caches do not hold the table: ask for rows ahead of time */
} ct_place_rows;
typedef void (*ct_row_loop)(const ct_place_rows *r);

/* out[i] = mask[i] ? *value : in[i]; steps in bytes of out, mask, in. in may be out. */
typedef void (*ct_masked_loop)(char *out, const char *mask, const char *in,
                               const int64_t *steps, int64_t n, const void *value);

typedef struct ct_index_kernels {
    /* k[i] = index i, plus `wrap` if it is negative. How many of them, from the first
     * on, are below bound. */
    int64_t (*load)(int64_t *k, const char *index, int64_t step, int64_t n,
                    int64_t wrap, uint64_t bound);
    /* Are they all? */
    bool (*check)(const char *index, int64_t step, int64_t n, int64_t wrap,
                  uint64_t bound);
    ct_place_loop read[5], write[5]; /* by log2 of the item size */
    /* table = table and value folded, one after the other */
    ct_place_loop fold[CT_FOLD_COUNT][CT_DTYPE_COUNT];
    ct_row_loop read_rows, write_rows; /* n counts bytes */
    ct_row_loop fold_rows[CT_FOLD_COUNT][CT_DTYPE_COUNT];
    ct_masked_loop masked[5];
    int64_t (*count)(const uint8_t *mask, int64_t n); /* bytes that are not 0 */
    /* to out: `first` plus the place of each byte of n that is not 0, for as many as there
     * is room for; how many that were */
    int64_t (*numbers)(int64_t *out, int64_t room, const uint8_t *mask, int64_t n,
                       int64_t first);
} ct_index_kernels;

#endif
