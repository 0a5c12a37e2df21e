/* distance_kernels: what an instruction set provides for distances between vectors. */
#ifndef CT_CPU_DISTANCE_KERNELS_H
#define CT_CPU_DISTANCE_KERNELS_H

#include "core/dtype.h"

#define CT_DISTANCE_WIDTH 64 /* vectors side by side */

/* out[j]: a fold over i < m of the distances of a[i] from columns[i * WIDTH + j]. */
typedef void (*ct_distance_fn)(void *out, const void *a, const void *columns,
                               int64_t m);

typedef struct ct_distance_kernels { /* of float32 and float64 */
    ct_distance_fn squares[2], sums[2], largest[2];
} ct_distance_kernels;

#endif
