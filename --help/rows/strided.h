/* Made by tools/rows.py of csrc/ops/strided.def. */

#ifndef CT_ROWS_STRIDED_H
#define CT_ROWS_STRIDED_H
#include "ops/scope.h"

/* _strided_get(input: tensor, geometry: ints) */
extern ct_op ct_op_strided_get;
enum { CT_AT_strided_get_input, CT_AT_strided_get_geometry };
ct_tensor *ct_s_strided_get(ct_scope *s, ct_tensor *input, ct_dims geometry);

/* _strided_put(input: tensor, geometry: ints) */
extern ct_op ct_op_strided_put;
enum { CT_AT_strided_put_input, CT_AT_strided_put_geometry };
ct_tensor *ct_s_strided_put(ct_scope *s, ct_tensor *input, ct_dims geometry);

/* _strided_cover(input: tensor, other: tensor, geometry: ints) */
extern ct_op ct_op_strided_cover;
enum { CT_AT_strided_cover_input, CT_AT_strided_cover_other, CT_AT_strided_cover_geometry };
ct_tensor *ct_s_strided_cover(ct_scope *s, ct_tensor *input, ct_tensor *other, ct_dims geometry);

#endif
