/* lines: walks a few operands of one shape, each with its own strides, line by line.
 *
 * Dims are added from the outermost to the innermost; those of size 1 vanish and
 * neighbours that run on in every operand become one, so the last dim is as long as
 * it can be. A line is a run of it. */
#ifndef CT_CPU_LINES_H
#define CT_CPU_LINES_H

#include "core/shape.h"

#define CT_LINES_OPERANDS 3

typedef struct ct_lines {
    int nop, ndim;
    int64_t numel;
    char *data[CT_LINES_OPERANDS];
    int64_t shape[CT_MAX_NDIM];
    int64_t strides[CT_MAX_NDIM][CT_LINES_OPERANDS];
} ct_lines;

/* n elements from ptrs[i] on, strides[i] bytes apart. 0, or -1 with the error set. */
typedef int (*ct_line_fn)(void *ctx, char *const *ptrs, const int64_t *strides,
                          int64_t n);

void ct_lines_init(ct_lines *l, int nop, char *a, char *b, char *c);
/* A further, inner dim. At most CT_MAX_NDIM are added. */
void ct_lines_add(ct_lines *l, int64_t size, int64_t a, int64_t b, int64_t c);
/* Length and strides of a line; 1 and zeros when there are no dims. */
static inline int64_t ct_lines_inner(const ct_lines *l)
{
    return l->ndim ? l->shape[l->ndim - 1] : 1;
}

/* The elements [begin, end) in row-major order, all operands moved by `shift`. */
int ct_lines_walk(const ct_lines *l, const int64_t *shift, int64_t begin, int64_t end,
                  ct_line_fn fn, void *ctx);
/* All elements, on several threads when there are many. */
int ct_lines_run(const ct_lines *l, ct_line_fn fn, void *ctx);
/* The same where one stands for `each`. */
int ct_lines_run_each(const ct_lines *l, int64_t each, ct_line_fn fn, void *ctx);

#endif
