/* loop: one launch of a formula's kernel, as the host says it and the device reads it.
 *
 * Operand 0 is the result. Dims are those that are left when neighbours through which all
 * operands run on are merged, innermost first; strides in bytes. */
#ifndef CT_CUDA_LOOP_H
#define CT_CUDA_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "core/dtype.h"

enum { CT_LOOP_OPERANDS = 7, CT_LOOP_DIMS = 10, CT_LOOP_NUMBERS = 8 };

typedef struct ct_loop_operand {
    char *data;    /* NULL: `value` is all there is */
    int32_t dtype; /* as stored */
    int64_t strides[CT_LOOP_DIMS];
    char value[16] __attribute__((
        aligned(16))); /* one element of the dtype that the loop works in */
} ct_loop_operand;

/* n / size for n below 2^31, by a product: (n times / 2^32 + n) >> shift. */
typedef struct ct_loop_size {
    uint32_t size, times, shift;
} ct_loop_size;

typedef union ct_loop_number { /* an attribute */
    double f;
    int64_t i;
} ct_loop_number;

typedef struct ct_device_loop {
    uint32_t n; /* elements, below 2^31 */
    int32_t nop, ndim;
    uint32_t single; /* bit k: operand k has one element for all of them */
    ct_loop_size dims[CT_LOOP_DIMS];
    ct_loop_operand op[CT_LOOP_OPERANDS];
    ct_loop_number numbers[CT_LOOP_NUMBERS];
} ct_device_loop;

/* Puts the kernel of a formula into the stream. Operands are stored as the dtype that the
 * loop works in or, of one in float32, all as one 16-bit float; `packed`: they lie side by
 * side in memory. */
typedef void (*ct_loop_launch)(const ct_device_loop *loop, ct_dtype stored, bool packed,
                               void *stream);

/* The kernels of a formula row by the dtype that it computes in. */
typedef struct ct_device_row {
    int id; /* of the row in the op table; -1 ends an array */
    ct_loop_launch forward[CT_DTYPE_COUNT];
    ct_loop_launch second[CT_DTYPE_COUNT]; /* of the second result */
    bool in_float32; /* 16-bit floats have no kernels of their own */
} ct_device_row;

#ifdef __cplusplus
#define CT_KERNELS extern "C"
#else
#define CT_KERNELS extern
#endif

#endif
