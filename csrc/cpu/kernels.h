/* kernels: the CPU kernels of one instruction set, and which set is in use.
 *
 * csrc/cpu/isa/ is compiled once per set (CT_ISA); csrc/cpu/isa/table.c of each
 * build fills one ct_kernels. ct_cpu_init picks the best the machine has, or what
 * CTENSOR_ISA names. Kernels here see plain contiguous pointers; shapes, strides
 * and casts are handled above. */
#ifndef CT_CPU_KERNELS_H
#define CT_CPU_KERNELS_H

#include "core/dtype.h"
#include "ops/op.h"

/* Contiguous loop over n elements; ptrs[0] is the result, ptrs[1..] are the
 * operands. `arg` are the call's arguments, of which a row with attributes reads those. */
typedef void (*ct_loop)(char *const *ptrs, int64_t n, const ct_value *arg);
/* n contiguous elements from one dtype to another. */
typedef void (*ct_cast_loop)(void *dst, const void *src, int64_t n);
/* n elements of 1, 2, 4, 8 or 16 bytes between strided, maybe unaligned places. */
typedef void (*ct_copy_loop)(char *dst, int64_t dst_stride, const char *src,
                             int64_t src_stride, int64_t n);

/* See ct_transpose. */
typedef void (*ct_transpose_loop)(char *dst, int64_t dst_step, const char *src,
                                  int64_t src_step, int64_t rows, int64_t columns);

/* The loops of a formula row, NULL where its class has none. */
typedef struct ct_loops {
    ct_loop forward[CT_DTYPE_COUNT];
    ct_loop second[CT_DTYPE_COUNT]; /* of the second result, if there is one: int32 */
} ct_loops;
typedef struct ct_row_loops {
    ct_op *op; /* NULL ends a table */
    ct_loops loops;
} ct_row_loops;
/* That of a row known by name: CT_FORWARD_LOOP(mul, CT_DTYPE_F32). */
static inline const ct_loops *ct_loops_of(const ct_op *op)
{
    return op->loops;
}
#define CT_FORWARD_LOOP(row, dtype) (ct_loops_of(CT_ROW(row))->forward[dtype])

/* A loop of two operands, and the same where one of them is a single value. */
typedef struct ct_single_loops {
    ct_loop loop; /* NULL ends a table */
    ct_loop single[2]; /* the first, the second */
} ct_single_loops;

/* `rows` values, `step` bytes apart, each `width` times, one after the other; and up to
 * CT_SPREAD_SLACK bytes more. */
typedef void (*ct_spread_loop)(char *dst, const char *src, int64_t step, int64_t rows,
                               int64_t width);
#define CT_SPREAD_SLACK 64

typedef struct ct_cast_kernels {
    ct_cast_loop cast[CT_DTYPE_COUNT][CT_DTYPE_COUNT]; /* [to][from] */
    ct_copy_loop copy[5]; /* by log2 of the size */
    ct_transpose_loop transpose[5];
    ct_spread_loop spread[5];
} ct_cast_kernels;

struct ct_recurrent_kernels; /* cpu/recurrent_kernels.h */
struct ct_reduce_kernels; /* cpu/reduce_kernels.h */
struct ct_attention_kernels; /* cpu/attention_kernels.h */
struct ct_channel_kernels; /* cpu/channel_kernels.h */
struct ct_distance_kernels; /* cpu/distance_kernels.h */
struct ct_gemm_kernels; /* cpu/gemm_kernels.h */
struct ct_conv_kernels; /* cpu/conv_kernels.h */
struct ct_pool_kernels; /* cpu/pool_kernels.h */
struct ct_resample_kernels; /* cpu/resample_kernels.h */
struct ct_grid_kernels; /* cpu/grid_kernels.h */
struct ct_ctc_kernels; /* cpu/ctc_kernels.h */
struct ct_index_kernels; /* cpu/index_kernels.h */
struct ct_random_kernels; /* cpu/random_kernels.h */
struct ct_softmax_kernels; /* cpu/softmax_kernels.h */
struct ct_layer_norm_kernels; /* cpu/layer_norm_kernels.h */
struct ct_fft_kernels; /* cpu/fft_kernels.h */
struct ct_sort_kernels; /* cpu/sort_kernels.h */
struct ct_optim_kernels; /* cpu/optim_kernels.h */

typedef struct ct_kernels {
    const char *name; /* "base", "avx2", "avx512" */
    int vector_bytes;
    const ct_row_loops *const *loops; /* a table per family of rows, NULL at the end */
    const ct_single_loops *single;
    const ct_cast_kernels *cast;
    const struct ct_recurrent_kernels *recurrent;
    const struct ct_reduce_kernels *reduce;
    const struct ct_attention_kernels *attention;
    const struct ct_channel_kernels *channel;
    const struct ct_distance_kernels *distance;
    const struct ct_gemm_kernels *gemm;
    const struct ct_conv_kernels *conv;
    const struct ct_pool_kernels *pool;
    const struct ct_resample_kernels *resample;
    const struct ct_grid_kernels *grid;
    const struct ct_ctc_kernels *ctc;
    const struct ct_index_kernels *index;
    const struct ct_random_kernels *random;
    const struct ct_softmax_kernels *softmax;
    const struct ct_layer_norm_kernels *layer_norm;
    const struct ct_sort_kernels *sort;
    const struct ct_optim_kernels *optim;
    const struct ct_fft_kernels *const *fft; /* of float32, of float64 */
} ct_kernels;

extern const ct_kernels *ct_cpu;
/* Error (ValueError) when CTENSOR_ISA names a set this build or machine lacks. */
int ct_cpu_init(void);
/* NULL-terminated names of the sets that this machine can run. */
const char *const *ct_cpu_available(void);

#endif
