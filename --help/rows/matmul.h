/* Made by tools/rows.py of csrc/ops/matmul.def. */

#ifndef CT_ROWS_MATMUL_H
#define CT_ROWS_MATMUL_H
#include "ops/scope.h"

/* matmul(input: tensor, other: tensor) */
extern ct_op ct_op_matmul;
enum { CT_AT_matmul_input, CT_AT_matmul_other };
enum { CT_SAVED_matmul_input = 0 };
enum { CT_SAVED_matmul_other = 1 };
ct_tensor *ct_s_matmul(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* mm(input: tensor, mat2: tensor) */
extern ct_op ct_op_mm;
enum { CT_AT_mm_input, CT_AT_mm_mat2 };
ct_tensor *ct_s_mm(ct_scope *s, ct_tensor *input, ct_tensor *mat2);

/* bmm(input: tensor, mat2: tensor) */
extern ct_op ct_op_bmm;
enum { CT_AT_bmm_input, CT_AT_bmm_mat2 };
ct_tensor *ct_s_bmm(ct_scope *s, ct_tensor *input, ct_tensor *mat2);

/* mv(input: tensor, vec: tensor) */
extern ct_op ct_op_mv;
enum { CT_AT_mv_input, CT_AT_mv_vec };
ct_tensor *ct_s_mv(ct_scope *s, ct_tensor *input, ct_tensor *vec);

/* dot(input: tensor, tensor: tensor) */
extern ct_op ct_op_dot;
enum { CT_AT_dot_input, CT_AT_dot_tensor };
ct_tensor *ct_s_dot(ct_scope *s, ct_tensor *input, ct_tensor *tensor);

/* addmm(input: tensor, mat1: tensor, mat2: tensor, *, beta: scalar = 1, alpha: scalar = 1) */
extern ct_op ct_op_addmm;
enum { CT_AT_addmm_input, CT_AT_addmm_mat1, CT_AT_addmm_mat2, CT_AT_addmm_beta, CT_AT_addmm_alpha };
typedef struct ct_addmm_options {
    ct_tensor *beta;
    ct_tensor *alpha;
} ct_addmm_options;
ct_tensor *ct_s_addmm_with(ct_scope *s, ct_tensor *input, ct_tensor *mat1, ct_tensor *mat2, ct_addmm_options o);
#define ct_s_addmm(s, input, mat1, mat2, ...) \
    ct_s_addmm_with(s, input, mat1, mat2, (ct_addmm_options){__VA_ARGS__})

/* outer(input: tensor, vec2: tensor) */
extern ct_op ct_op_outer;
enum { CT_AT_outer_input, CT_AT_outer_vec2 };
ct_tensor *ct_s_outer(ct_scope *s, ct_tensor *input, ct_tensor *vec2);

#endif
