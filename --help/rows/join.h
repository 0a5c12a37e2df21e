/* Made by tools/rows.py of csrc/ops/join.def. */

#ifndef CT_ROWS_JOIN_H
#define CT_ROWS_JOIN_H
#include "ops/scope.h"

/* cat(tensors: tensors, dim: axis = 0) */
extern ct_op ct_op_cat;
enum { CT_AT_cat_tensors, CT_AT_cat_dim };
enum { CT_KEPT_cat_ends = 0 };
typedef struct ct_cat_options {
    ct_some dim;
} ct_cat_options;
ct_tensor *ct_s_cat_with(ct_scope *s, ct_tensors tensors, ct_cat_options o);
#define ct_s_cat(s, tensors, ...) \
    ct_s_cat_with(s, tensors, (ct_cat_options){__VA_ARGS__})

/* stack(tensors: tensors, dim: new_axis = 0) */
extern ct_op ct_op_stack;
enum { CT_AT_stack_tensors, CT_AT_stack_dim };
typedef struct ct_stack_options {
    ct_some dim;
} ct_stack_options;
ct_tensor *ct_s_stack_with(ct_scope *s, ct_tensors tensors, ct_stack_options o);
#define ct_s_stack(s, tensors, ...) \
    ct_s_stack_with(s, tensors, (ct_stack_options){__VA_ARGS__})

/* hstack(tensors: tensors) */
extern ct_op ct_op_hstack;
enum { CT_AT_hstack_tensors };
ct_tensor *ct_s_hstack(ct_scope *s, ct_tensors tensors);

/* vstack(tensors: tensors) */
extern ct_op ct_op_vstack;
enum { CT_AT_vstack_tensors };
ct_tensor *ct_s_vstack(ct_scope *s, ct_tensors tensors);

/* dstack(tensors: tensors) */
extern ct_op ct_op_dstack;
enum { CT_AT_dstack_tensors };
ct_tensor *ct_s_dstack(ct_scope *s, ct_tensors tensors);

#endif
