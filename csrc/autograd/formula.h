/* formula: the gradient texts of formula rows, evaluated in ops.
 *
 * In plain backward a text is a compiled loop. While gradients are recorded its steps,
 * which tools/rows.py made of it, are run as ops that are recorded. */
#ifndef CT_AUTOGRAD_FORMULA_H
#define CT_AUTOGRAD_FORMULA_H

#include "ops/scope.h"

/* The gradient of a row for one operand; abc and y where the text reads them. NULL
 * with the scope failed. */
ct_tensor *ct_formula_eval(ct_scope *s, const ct_op *op, int operand, ct_tensor *g,
                           ct_tensor *const abc[3], ct_tensor *y);

#endif
