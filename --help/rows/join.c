/* Made by tools/rows.py of csrc/ops/join.def. */

#include "rows/join.h"

int ct_pointwise_check(ct_call *c);
int ct_backward_check(ct_call *c);
int ct_formula_body(ct_call *c);
void ct_pointwise_grad_rule(ct_rule *r);
void ct_body_grad(ct_rule *r);
int ct_cat_check(ct_call *);
void ct_cat_grad(ct_rule *);

int ct_stack_check(ct_call *);
void ct_stack_grad(ct_rule *);

int ct_hstack_body(ct_call *);

int ct_vstack_body(ct_call *);

int ct_dstack_body(ct_call *);

static const ct_param params_cat[] = {
    {.name = "tensors", .type = CT_ARG_TENSORS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "0", .value = {.i = 0}},
};
ct_op ct_op_cat = {
    .name = "cat",
    .pyname = "cat",
    .signature = "(tensors: tensors, dim: axis = 0)",
    .doc = "Tensors one after the other along dim.",
    .flags = CT_FN | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 2,
    .params = params_cat,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x2,
    .tensor_args = 0x1,
    .list_args = 0x1,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {NULL, 0}},
    .aliases = (const char *const[]){"concat", "concatenate", NULL},
    .check = ct_cat_check,
    .grad = ct_cat_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_stack[] = {
    {.name = "tensors", .type = CT_ARG_TENSORS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_NEW_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "0", .value = {.i = 0}},
};
ct_op ct_op_stack = {
    .name = "stack",
    .pyname = "stack",
    .signature = "(tensors: tensors, dim: new_axis = 0)",
    .doc = "Tensors of equal shape side by side in a new dim.",
    .flags = CT_FN | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 2,
    .params = params_stack,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x2,
    .tensor_args = 0x1,
    .list_args = 0x1,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {NULL, 0}},
    .check = ct_stack_check,
    .grad = ct_stack_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_hstack[] = {
    {.name = "tensors", .type = CT_ARG_TENSORS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_hstack = {
    .name = "hstack",
    .pyname = "hstack",
    .signature = "(tensors: tensors)",
    .doc = "Tensors one after the other along dim 1, or dim 0 if they have one.",
    .flags = CT_FN | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 1,
    .params = params_hstack,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x1,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .check = ct_hstack_body,
};

static const ct_param params_vstack[] = {
    {.name = "tensors", .type = CT_ARG_TENSORS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_vstack = {
    .name = "vstack",
    .pyname = "vstack",
    .signature = "(tensors: tensors)",
    .doc = "Tensors, at least matrices, one after the other along dim 0.",
    .flags = CT_FN | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 1,
    .params = params_vstack,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x1,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .aliases = (const char *const[]){"row_stack", NULL},
    .check = ct_vstack_body,
};

static const ct_param params_dstack[] = {
    {.name = "tensors", .type = CT_ARG_TENSORS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_dstack = {
    .name = "dstack",
    .pyname = "dstack",
    .signature = "(tensors: tensors)",
    .doc = "Tensors, at least 3-d, one after the other along dim 2.",
    .flags = CT_FN | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 1,
    .params = params_dstack,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x1,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .check = ct_dstack_body,
};

ct_tensor *ct_s_cat_with(ct_scope *s, ct_tensors tensors, ct_cat_options o)
{
    ct_call c;
    if (s->failed) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_cat);
    ct_call_tensors(&c, 0, tensors);
    ct_call_some(&c, 1, o.dim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_stack_with(ct_scope *s, ct_tensors tensors, ct_stack_options o)
{
    ct_call c;
    if (s->failed) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_stack);
    ct_call_tensors(&c, 0, tensors);
    ct_call_some(&c, 1, o.dim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_hstack(ct_scope *s, ct_tensors tensors)
{
    ct_call c;
    if (s->failed) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_hstack);
    ct_call_tensors(&c, 0, tensors);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_vstack(ct_scope *s, ct_tensors tensors)
{
    ct_call c;
    if (s->failed) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_vstack);
    ct_call_tensors(&c, 0, tensors);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_dstack(ct_scope *s, ct_tensors tensors)
{
    ct_call c;
    if (s->failed) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_dstack);
    ct_call_tensors(&c, 0, tensors);
    return ct_scope_run(s, &c);
}
