/* Made by tools/rows.py of csrc/ops/complex.def. */

#ifndef CT_ROWS_COMPLEX_H
#define CT_ROWS_COMPLEX_H
#include "ops/scope.h"

/* conj(input: tensor) */
extern ct_op ct_op_conj;
enum { CT_AT_conj_input };
ct_tensor *ct_s_conj(ct_scope *s, ct_tensor *input);

/* real(input: tensor) */
extern ct_op ct_op_real;
enum { CT_AT_real_input };
ct_tensor *ct_s_real(ct_scope *s, ct_tensor *input);

/* imag(input: tensor) */
extern ct_op ct_op_imag;
enum { CT_AT_imag_input };
ct_tensor *ct_s_imag(ct_scope *s, ct_tensor *input);

/* view_as_real(input: tensor) */
extern ct_op ct_op_view_as_real;
enum { CT_AT_view_as_real_input };
ct_tensor *ct_s_view_as_real(ct_scope *s, ct_tensor *input);

/* view_as_complex(input: tensor) */
extern ct_op ct_op_view_as_complex;
enum { CT_AT_view_as_complex_input };
ct_tensor *ct_s_view_as_complex(ct_scope *s, ct_tensor *input);

#endif
