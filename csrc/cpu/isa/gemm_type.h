/* gemm_type: every way of a product, for one element type; included by gemm.c for each.
 *
 * The includer defines T (the C type), L (the lane's name), NAME(x) (x with the type's
 * suffix), BROADCAST(x) (an element in all lanes),
 * MAD(a, b, c) (a * b + c on vectors), JOIN (+), OPERAND, FINISH and PUT (an
 * operand, a vector of sums and one sum, prepared), ROWS and SMALL_ROWS (of tiles),
 * FEW_ROWS (1: tiles of 4 and 2 rows, too), PART_IS_SLOW (1: to load part of a vector),
 * SPREAD (1: a is packed with each element in all lanes),
 * PACK and UNROLL (see gemm.c), and NARROW(x) (x with the suffix of tiles of half a
 * vector's width) where there are such. */

#define V CT_CAT(v_, L)
#define SET CT_CAT(L, _set)
#define LOAD CT_CAT(L, _load)
#define STORE CT_CAT(L, _store)
#define LOAD_N CT_CAT(L, _load_n)
#define STORE_N CT_CAT(L, _store_n)
#define LANES ((int64_t)(CT_VECTOR_BYTES / sizeof(T)))
#define COLUMNS (2 * LANES)
#define INLINE static inline __attribute__((always_inline))

#define S T
#define F_LOAD(p) LOAD(p)
#define F_LOAD_N(p, n) LOAD_N(p, n)
#define GET(x) (x)
#define GET_ALL(to, from, n) memcpy(to, from, (size_t)(n) * sizeof(T))
#include "cpu/isa/gemm_strip.h"

static void NAME(pack_a)(void *to, const void *a, int64_t row, int64_t step,
                         int64_t rows, int64_t k)
{
    if (!SPREAD) {
        PACK(to, A_WIDTH, ROWS, a, row, step, rows, k);
        return;
    }
    for (int64_t i = 0; i < rows; i++) {
        const T *at = (const T *)a + i * row;
        for (int64_t p = 0; p < k; p++) {
            STORE((T *)to + p * A_WIDTH + i * LANES, SET(at[p * step]));
        }
    }
}

static void NAME(pack_b)(void *to, const void *b, int64_t column, int64_t step,
                         int64_t columns, int64_t k)
{
    PACK(to, COLUMNS, COLUMNS, b, column, step, columns, k);
}

static const ct_gemm_packed NAME(packed) = {
    .rows = ROWS,
    .columns = COLUMNS,
    .a_width = A_WIDTH * sizeof(T),
    .b_width = 2 * CT_VECTOR_BYTES,
    .group = 1,
    .strips = SPREAD ? 1 : STRIPS,
    .depth = DEPTH,
    .sum_size = sizeof(T),
    .pack_a = NAME(pack_a),
    .pack_b = NAME(pack_b),
    .multiply = NAME(multiply),
};

#include "cpu/isa/gemm_small.h"
#include "cpu/isa/gemm_thin.h"

#undef V
#undef SET
#undef LOAD
#undef STORE
#undef LOAD_N
#undef STORE_N
#undef LANES
#undef COLUMNS
#undef INLINE
#undef A_WIDTH
#undef LIE
#undef T
#undef L
#undef NARROW
#undef NAME
#undef PACK
#undef S
#undef F_LOAD
#undef F_LOAD_N
#undef GET
#undef GET_ALL
