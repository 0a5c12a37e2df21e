/* rest: the elements that a loop has left when no whole vector is.
 *
 * Where an instruction set cannot read part of a vector (CT_PARTS_ARE_COPIED), the loop
 * runs once more, over copies of those elements that have a vector's room: so the formula
 * is compiled once for each loop, not twice, and no part is picked together in code of
 * its own. */
#ifndef CT_CPU_REST_H
#define CT_CPU_REST_H

#include "cpu/kernels.h"

typedef struct ct_rest { /* in elements and bytes, of one loop */
    uint8_t operands, lanes, element, result;
} ct_rest;

/* Elements i to n - 1 of the loop's operands, fewer than a vector has lanes. */
void ct_loop_rest(ct_loop loop, ct_rest rest, char *const *ptrs, int64_t i, int64_t n,
                  const ct_value *arg);

#endif
