/* sort_bytes: numbers without a sign in order, on one thread: by insertion where they are
 * few, else byte by byte, from the lowest to the highest. */
#ifndef CT_CPU_SORT_BYTES_H
#define CT_CPU_SORT_BYTES_H

#include <stdint.h>

/* n numbers of `size` bytes are then in order at what is returned, x or spare, which has
 * room for as many; NULL after Ctrl-C. */
void *ct_sort_bytes(void *x, void *spare, int64_t n, int64_t size);

#endif
