/* sort_parts: 32-bit numbers in order by an instruction set's vectors.
 *
 * A row is divided by a pivot until its parts are few numbers, which are sorted in
 * registers. A part that comes out of many divisions without being short is sorted by
 * bytes. A long row is divided, part by part, on all threads. */
#ifndef CT_CPU_SORT_PARTS_H
#define CT_CPU_SORT_PARTS_H

#include <stdint.h>

/* Sorts n numbers; they are then at what is returned, x or spare; NULL with an error. */
typedef uint32_t *(*ct_sort_u32)(uint32_t *x, uint32_t *spare, int64_t n);

/* Sorts x, where the instruction set in use can (ct_cpu->sort->few_most > 0); `otherwise`
 * for parts that are not divided well. `finish` is told of each number once, when it is in
 * its place (from_bits of sort_kernels.h). 0, or -1 with the error set. */
int ct_sort_parts(uint32_t *x, uint32_t *spare, int64_t n, ct_sort_u32 otherwise,
                  void (*finish)(void *x, const void *same, int64_t n));

#endif
