/* formula: the texts of formula rows, evaluated in ops.
 *
 * A text is a compiled loop; where that is not wanted, as its gradient is or there is no
 * loop for the device, its steps, which tools/rows.py made of it, are run as ops. */
#ifndef CT_OPS_FORMULA_H
#define CT_OPS_FORMULA_H

#include "ops/scope.h"

/* The value of a row with steps, in its arguments. NULL with the scope failed. */
ct_tensor *ct_formula_eval(ct_scope *s, const ct_op *op, const ct_value *arg);

#endif
