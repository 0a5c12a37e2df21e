/* formula: the gradient texts of pointwise rows, read and evaluated.
 *
 * In plain backward a text is a compiled loop. What it reads is found here when the
 * library loads, so that a node saves no more; while gradients are recorded the text
 * is parsed, once, into a small tree and evaluated in ops that are recorded. */
#ifndef CT_AUTOGRAD_FORMULA_H
#define CT_AUTOGRAD_FORMULA_H

#include "ops/scope.h"

enum { CT_READS_A = 1, CT_READS_B = 2, CT_READS_C = 4, CT_READS_Y = 8 };

typedef enum ct_formula_form {
    CT_FORMULA_TREE,
    CT_FORMULA_G,     /* "g" */
    CT_FORMULA_NEG_G, /* "-g" */
    CT_FORMULA_ZERO,  /* "ZERO" */
    CT_FORMULA_NONE,  /* no gradient */
} ct_formula_form;

typedef struct ct_formula_use {
    uint8_t reads[3]; /* by operand */
    uint8_t form[3];  /* ct_formula_form */
} ct_formula_use;

extern ct_formula_use ct_formula_uses[CT_POINTWISE_COUNT];
void ct_formula_init(void);

/* The gradient of a row for one operand; abc and y where the text reads them. NULL
 * with the scope failed. */
ct_tensor *ct_formula_eval(ct_scope *s, const ct_op *op, int operand, ct_tensor *g,
                           ct_tensor *const abc[3], ct_tensor *y);

#endif
