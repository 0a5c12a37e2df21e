/* sort_parts: numbers of 32 and 64 bits in order by an instruction set's vectors.
 *
 * A row is divided by a pivot until its parts are few numbers, which are sorted in
 * registers. A part that comes out of many divisions without being short is sorted by
 * bytes. Of a long row each thread gets some parts, which it divides down to what its
 * cache holds before it goes to the next. */
#ifndef CT_CPU_SORT_PARTS_H
#define CT_CPU_SORT_PARTS_H

#include <stdint.h>

typedef void (*ct_bits_fn)(void *to, const void *from, int64_t n);

/* How a row is sorted. */
typedef struct ct_part_sort {
    int kind; /* of the numbers: CT_KEYS_NARROW or CT_KEYS_WIDE */
    ct_bits_fn to_bits, from_bits; /* of sort_kernels.h; NULL: numbers as they are */
} ct_part_sort;

/* The n elements of x in order to y, which may be x, where the instruction set in use can
 * (ct_cpu->sort->few_most > 0); spare: room of n. 0, or -1 with the error set. */
int ct_sort_parts(const ct_part_sort *how, void *y, const void *x, void *spare,
                  int64_t n);

#endif
