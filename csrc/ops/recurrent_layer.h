/* recurrent_layer: the operands of a recurrent layer's rows, and what they say. */
#ifndef CT_OPS_RECURRENT_LAYER_H
#define CT_OPS_RECURRENT_LAYER_H

#include "ops/op.h"
#include "rows/recurrent.h"

#define IS(cell, word) ((cell) == CT_IS_recurrent_layer_cell_##word)

/* What both rows have; biases and sizes may be NULL. */
typedef struct ct_recurrent_operands {
    ct_tensor *input, *states, *ih, *hh, *bias_ih, *bias_hh;
    const ct_dims *sizes;
    int64_t cell;
    bool reverse;
} ct_recurrent_operands;

#define OPERANDS(c, row)                                     \
    {ARG(c, row, input).tensor,                              \
     ARG(c, row, states).tensor,                             \
     ARG(c, row, weight_ih).tensor,                          \
     ARG(c, row, weight_hh).tensor,                          \
     TENSOR(c, row, bias_ih),                                \
     TENSOR(c, row, bias_hh),                                \
     GIVEN(c, row, sizes) ? &ARG(c, row, sizes).dims : NULL, \
     ARG(c, row, cell).i,                                    \
     ARG(c, row, reverse).i}

/* Of the gates: each is as wide as a state. */
static inline int64_t ct_recurrent_parts(const ct_recurrent_operands *o)
{
    return IS(o->cell, lstm) ? 4 : IS(o->cell, gru) ? 3 : 1;
}

/* Widths of what is kept of each row: the gates, and what is beside them. A step by one
 * function needs neither, as its gradient is a matter of the output. */
static inline int64_t ct_recurrent_kept(const ct_recurrent_operands *o)
{
    int64_t parts = ct_recurrent_parts(o);
    return parts > 1 ? parts * o->states->shape[2] : 0;
}
static inline int64_t ct_recurrent_beside(const ct_recurrent_operands *o)
{
    return ct_recurrent_parts(o) > 1 ? o->states->shape[2] : 0;
}

#endif
