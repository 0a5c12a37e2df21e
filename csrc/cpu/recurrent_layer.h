/* recurrent_layer: the operands of a recurrent layer as its steps see them, and one step
 * of some rows, of each kind of cell.
 *
 * All that has rows for each step has them in the order of the sequence: the rows of step
 * p are from ct_layer_start(l, p) on. Where sequences are packed, there are fewer of them
 * from step to step. */
#ifndef CT_CPU_RECURRENT_LAYER_H
#define CT_CPU_RECURRENT_LAYER_H

#include "core/dtype.h"
#include "cpu/gemm_panels.h"

typedef struct ct_layer ct_layer;

/* Rows of a step that follow each other, all of which, or none, had a step before. */
typedef struct ct_layer_rows {
    int64_t count;
    int64_t step; /* its place in the sequence */
    int64_t row; /* the first one in the batch */
    int64_t at; /* and among the rows of all steps */
    int64_t before; /* likewise, of the step before; -1: the layer's first states */
} ct_layer_rows;

typedef void (*ct_layer_fn)(const ct_layer *l, const ct_layer_rows *r);

typedef struct ct_layer_cell {
    int64_t parts; /* of the gates, each as wide as the state */
    int64_t
        own; /* how many the state's first product adds to: the others are `inner` */
    int64_t states;
    ct_layer_fn forward, backward;
} ct_layer_cell;

/* By the row's choice of words. */
extern const ct_layer_cell ct_layer_cells[4];

struct ct_layer {
    const ct_layer_cell *cell;
    ct_dtype d;
    bool wide, reverse;
    int64_t size; /* of an element */
    int64_t steps, n, h;
    int64_t width; /* of the gates: parts h */
    const int64_t *starts; /* of packed steps, and the end; else NULL */
    int64_t rows; /* of a task */
    ct_gemm_panels own, inner, below; /* weights as the direction has them */
    /* The input where it lies: from step to step, row to row, and along a row. */
    const char *x;
    int64_t x_step, x_row, x_next;
    const char *bias; /* of the gates, then of `inner` */
    const char *states; /* where the steps begin: one behind the other */
    /* beside: an LSTM's cells, or what a GRU's state adds to the last gate */
    char *output, *gates, *beside, *ends;
    /* backward */
    const char *grad;
    char *ggates, *ginner, *gstates;
    char *before; /* the state that each row of a packed step began with */
};

static inline int64_t ct_layer_start(const ct_layer *l, int64_t step)
{
    return l->starts ? l->starts[step] : step * l->n;
}

/* Rows from `at` on of what has `width` numbers in each. */
static inline char *ct_layer_at(const ct_layer *l, const char *all, int64_t at,
                                int64_t width)
{
    return (char *)all + at * width * l->size;
}

/* State i of the rows before their step; `all` holds it behind each. */
static inline const char *ct_layer_before(const ct_layer *l, const ct_layer_rows *r,
                                          int64_t i, const char *all)
{
    return r->before < 0 ? ct_layer_at(l, l->states, i * l->n + r->row, l->h)
                         : ct_layer_at(l, all, r->before, l->h);
}

#endif
