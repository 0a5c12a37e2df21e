/* optim: the optimizers' steps, rows of kind `step` in optim.def.
 *
 * A row has lists with an entry per parameter: params, grads, then numbers (0-d tensors,
 * as the count of steps) and states (of the parameter's shape). tools/steps.py makes the
 * table of them, and the function that works out what is the same for all elements of a
 * parameter. */
#ifndef CT_OPS_OPTIM_H
#define CT_OPS_OPTIM_H

#include "ops/op.h"

enum { CT_OPTIM_LISTS = 6, CT_OPTIM_CONSTANTS = 8 };

/* A list of a row, which ctensor.optim keeps in its state. */
typedef struct ct_optim_list {
    const char *name; /* the key in the state */
    int8_t when; /* the option that says whether it is there; -1: it always is */
    int8_t initial_option; /* what it begins with: an option, or -1: `initial` */
    double initial;
} ct_optim_list;

typedef struct ct_optim_row {
    ct_op *op; /* NULL ends the table */
    int8_t numbers; /* lists of 0-d tensors, which come first */
    int8_t lists; /* with the states behind them */
    int8_t first; /* the option that is true for states just made, or -1 */
    const ct_optim_list *list;
    /* Changes the numbers of one parameter, and says what its loop needs. */
    void (*once)(const ct_value *arg, double *number, double *constant);
} ct_optim_row;

extern CT_API const ct_optim_row ct_optim_rows[];
/* The place of an op of kind `step` in the table. */
CT_API int ct_optim_row_of(const ct_op *op);

int ct_optim_check(ct_call *c);
int ct_optim_cpu(ct_call *c);

#endif
