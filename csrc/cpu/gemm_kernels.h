/* gemm_kernels: what matrix products are made of, in one instruction set.
 *
 * A product takes one of three ways (cpu/gemm.c chooses): thin, where a vector or a few
 * stream through a matrix once; small, in tiles that read the operands where they lie;
 * packed, where blocks of both are first copied in the order in which the tiles use them
 * (cpu/gemm_packed.c). All strides count elements and may be anything, 0 and negative
 * too, but those of c's columns, which is 1. */
#ifndef CT_CPU_GEMM_KERNELS_H
#define CT_CPU_GEMM_KERNELS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/dtype.h"

/* c = a b, or c += a b with `add`, or each row of c is `bias` and that of a b; a is m x k,
 * b k x n and c m x n. c is not read without `add`, nor a and b where k is 0. Not all
 * kernels of an instruction set take a bias (ct_gemm_lay_bias): `small` and strips do. */
typedef struct ct_gemm_args {
    int64_t m, n, k;
    bool add;
    const void *a, *b;
    const void *bias; /* n elements, or NULL; not with `add` */
    void *c;
    int64_t a_row, a_step; /* from row to row, along k */
    int64_t b_step, b_column;
    int64_t ldc;
} ct_gemm_args;

/* The most rows (or columns) of c that a thin product has. */
#define CT_GEMM_THIN 4

typedef void (*ct_gemm_loop)(const ct_gemm_args *g);

/* `lines` rows of a (columns of b), `line` elements apart, k elements of each, `step`
 * apart, are laid side by side: first all lines' first element, then their second. Those
 * of b come in panels of a tile's width, one behind the other. */
typedef void (*ct_gemm_pack)(void *to, const void *from, int64_t line, int64_t step,
                             int64_t lines, int64_t k);

/* A packed strip of a, up to a tile's rows, times packed panels of b. */
typedef struct ct_gemm_strip {
    const void *a, *b;
    int64_t k, rows, columns;
    bool add;
    const void *bias; /* of its columns, or NULL; not with `add` */
    void *c;
    int64_t ldc;
} ct_gemm_strip;

typedef struct ct_gemm_packed {
    int64_t rows, columns; /* of a tile */
    int64_t a_width, b_width; /* bytes of a strip and of a panel for `group` steps */
    int64_t group; /* steps along k that are multiplied at once */
    int64_t
        strips; /* whose rows pack_a may lay in one call, if they lie side by side */
    int64_t depth; /* most steps between loading and storing a tile of c */
    int64_t sum_size; /* bytes of an element of c in multiply */
    ct_gemm_pack pack_a, pack_b;
    void (*multiply)(const ct_gemm_strip *s);
    /* From sums, in rows `pitch` apart, to elements of c (see ct_gemm_args); NULL where
     * they are the same. */
    void (*finish)(const ct_gemm_args *g, const float *sums, int64_t pitch);
} ct_gemm_packed;

typedef struct ct_gemm_kernels {
    bool fused; /* multiply-adds of floats are one instruction */
    int dots; /* up to so many long rows dot products are faster than tiles */
    /* By dtype. `small` is NULL for float16 and bfloat16, `thin` for complex types; it
     * needs a stride of 1 on one side of the large operand. */
    ct_gemm_loop small[CT_DTYPE_COUNT], thin[CT_DTYPE_COUNT];
    /* Small products by a packed b (cpu/gemm_panels.h), NULL where `small` is. */
    ct_gemm_loop panels[CT_DTYPE_COUNT];
    const ct_gemm_packed *packed[CT_DTYPE_COUNT];
    /* For bfloat16, once the system has granted the tile unit; NULL where there is none. */
    const ct_gemm_packed *tiles;
} ct_gemm_kernels;

#endif
