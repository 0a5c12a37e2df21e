/* value: a number that an op writes into a tensor. */
#ifndef CT_OPS_VALUE_H
#define CT_OPS_VALUE_H

#include "core/tensor.h"

/* Is s in the range of an integer dtype (any number, of others)? Small negative numbers
 * are taken for unsigned dtypes, where they wrap. */
bool ct_number_fits(ct_scalar s, ct_dtype dtype);
/* Where the integer s lies: below (-1), above (1) or in (0) the range of bool or of an
 * integer dtype. */
int ct_number_side(ct_scalar s, ct_dtype dtype);
/* Can `value` be stored as `dtype`: is it 0-d, not complex where that is real, and, if
 * it stands for a Python number, in the dtype's range? PyTorch's errors. */
int ct_check_value(const char *op, const ct_tensor *value, ct_dtype dtype);
/* The same, and its bytes, converted, into p (16 bytes). */
int ct_value_store(const char *op, const ct_tensor *value, ct_dtype dtype, void *p);

#endif
