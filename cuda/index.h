/* index: one launch of reads or writes at places that indices name along one dim.
 *
 * An index for each element (gather), or for each slice (index_select). `lines` run beside
 * the indexed dim; along each, `count` indices are read in order. Strides are in bytes. */
#ifndef CT_CUDA_INDEX_H
#define CT_CUDA_INDEX_H

#include "loop.h"

typedef enum ct_device_write {
    CT_WRITE_SET,
    CT_WRITE_ADD,
    CT_WRITE_MULTIPLY,
    CT_WRITE_MAX,
    CT_WRITE_MIN
} ct_device_write;

typedef struct ct_device_places {
    char *table;        /* that the indices are places of */
    char *values;       /* that are read into, or written from */
    const char *index;  /* int64 */
    int32_t dtype, ndim;
    uint32_t lines, count;
    int64_t bound, wrap; /* indices from -wrap to bound - 1 */
    int64_t table_step, values_step, index_step; /* along the indexed dim */
    ct_loop_size dims[CT_LOOP_DIMS];
    int64_t table_strides[CT_LOOP_DIMS], values_strides[CT_LOOP_DIMS],
        index_strides[CT_LOOP_DIMS];
    struct ct_device_fault *fault; /* told of an index out of bounds */
    int32_t row, dim;
} ct_device_places;

CT_KERNELS void ct_cuda_read_places(const ct_device_places *p, void *stream);
/* Each line by one thread, so that repeated places are written in order. */
CT_KERNELS void ct_cuda_write_places(const ct_device_places *p, ct_device_write how,
                                     void *stream);

/* The first thing that went wrong in a kernel, in memory that host and device see. */
typedef struct ct_device_fault {
    int32_t kind; /* 0: nothing; a ct_device_fault_kind */
    int32_t row, dim, unused;
    int64_t value, size;
} ct_device_fault;
typedef enum ct_device_fault_kind {
    CT_FAULT_NONE,
    CT_FAULT_INDEX,
    CT_FAULT_DIVISION
} ct_device_fault_kind;

/* Tells of a zero among integers. */
CT_KERNELS void ct_cuda_find_zero(const ct_device_loop *loop, ct_device_fault *fault,
                                  int row, void *stream);

#endif
