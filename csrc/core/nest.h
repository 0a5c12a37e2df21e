/* nest: the dims in which loops over several operands are nested, outermost first.
 *
 * A pointwise loop may go through them in any order. Operand 0 is the result; strides are
 * in bytes. Shape and strides are whoever's who made the nest. Inline, as calls of few
 * elements take hardly longer than this does. */
#ifndef CT_CORE_NEST_H
#define CT_CORE_NEST_H

#include "core/tensor.h"

enum { CT_NEST_OPERANDS = 7 };

typedef struct ct_nest {
    int nop, ndim;
    int64_t *shape;
    int64_t *strides[CT_NEST_OPERANDS];
} ct_nest;

/* Strides of t, broadcast to the shape. */
static inline void ct_nest_broadcast(int ndim, const int64_t *shape, const ct_tensor *t,
                                     int64_t *strides)
{
    int offset = ndim - t->ndim;
    for (int d = 0; d < ndim; d++) {
        bool own = d >= offset && t->shape[d - offset] == shape[d] && shape[d] != 1;
        strides[d] = own ? t->strides[d - offset] : 0;
    }
}

/* ---- order -------------------------------------------------------------- */

static inline void ct_nest_exchange(const ct_nest *n, int a, int b)
{
    int64_t size = n->shape[a];
    n->shape[a] = n->shape[b];
    n->shape[b] = size;
    for (int k = 0; k < n->nop; k++) {
        int64_t *s = n->strides[k], old = s[a];
        s[a] = s[b];
        s[b] = old;
    }
}

/* Magnitude of the result's stride, or of the first operand that moves. */
static inline int64_t ct_nest_pace(const ct_nest *n, int d)
{
    for (int k = 0; k < n->nop; k++) {
        int64_t s = n->strides[k][d];
        if (s != 0) {
            return s < 0 ? -s : s;
        }
    }
    return 0;
}

/* Smallest steps innermost. */
static inline void ct_nest_sort(const ct_nest *n)
{
    for (int i = 1; i < n->ndim; i++) {
        for (int d = i; d > 0 && ct_nest_pace(n, d - 1) < ct_nest_pace(n, d); d--) {
            ct_nest_exchange(n, d - 1, d);
        }
    }
}

/* ---- neighbours --------------------------------------------------------- */

/* Do all operands step from one row to the next as within it? */
static inline bool ct_nest_runs_on(const ct_nest *n, int outer, int inner)
{
    for (int k = 0; k < n->nop; k++) {
        const int64_t *s = n->strides[k];
        if (s[outer] != s[inner] * n->shape[inner]) {
            return false;
        }
    }
    return true;
}

/* Drops dims of size 1 and merges neighbours that all operands run through. */
static inline void ct_nest_merge(ct_nest *n)
{
    int kept = 0;
    for (int d = 0; d < n->ndim; d++) {
        if (n->shape[d] == 1) {
            continue;
        }
        bool one = kept > 0 && ct_nest_runs_on(n, kept - 1, d);
        kept -= one;
        n->shape[kept] = one ? n->shape[kept] * n->shape[d] : n->shape[d];
        for (int k = 0; k < n->nop && kept != d; k++) {
            n->strides[k][kept] = n->strides[k][d];
        }
        kept++;
    }
    n->ndim = kept;
}

#endif
