/* op: the table as data, made from ops.def, and the reading of its signatures. */
#include "ops/op.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- rows --------------------------------------------------------------- */

#define CT_OP(name, ...)              \
    int ct_##name##_check(ct_call *); \
    int ct_##name##_cpu(ct_call *);   \
    void ct_##name##_grad(ct_rule *);
#define CT_OP_NOGRAD(name, ...)       \
    int ct_##name##_check(ct_call *); \
    int ct_##name##_cpu(ct_call *);
#define CT_VIEW(name, ...)            \
    int ct_##name##_check(ct_call *); \
    void ct_##name##_grad(ct_rule *);
#define CT_COMPOSITE(name, ...) int ct_##name##_body(ct_call *);
#include "ops/ops.def"

int ct_pointwise_check(ct_call *c);
int ct_pointwise_cpu(ct_call *c);
void ct_pointwise_grad_rule(ct_rule *r);

#define POINTWISE_FORMS (CT_FN | CT_METHOD | CT_INPLACE | CT_OUT)

#define ROW_POINTWISE(id_, n, cls, res, lo, hi, ulp_, form, g0, g1, g2, text)         \
    .name = #id_, .pyname = #id_, .doc = text, .id = CT_OP_##id_,                     \
    .kind = CT_KIND_POINTWISE, .nout = 1, .arity = n, .dtype_class = CT_CLASS_##cls,  \
    .result = CT_RESULT_##res, .ulp = ulp_, .low = lo, .high = hi, .formula = form,   \
    .grads = {g0, g1, g2}, .check = ct_pointwise_check, .kernel = {ct_pointwise_cpu}, \
    .grad = ct_pointwise_grad_rule

#define ROW(id_, py, sig, flag, kind_, n, text)                                   \
    .name = #id_, .pyname = py, .signature = sig, .doc = text, .id = CT_OP_##id_, \
    .flags = flag, .kind = kind_, .nout = n

ct_op ct_ops[CT_OP_COUNT] = {
#define CT_UNARY(id, cls, res, lo, hi, ulp, form, ga, text)                     \
    {ROW_POINTWISE(id, 1, cls, res, lo, hi, ulp, #form, #ga, NULL, NULL, text), \
     .signature = "(input: tensor)", .flags = POINTWISE_FORMS | CT_OP_WRITES_OUT},
#define CT_BINARY(id, cls, res, lo, hi, ulp, form, ga, gb, text)               \
    {ROW_POINTWISE(id, 2, cls, res, lo, hi, ulp, #form, #ga, #gb, NULL, text), \
     .signature = "(input: operand, other: operand)",                          \
     .flags = POINTWISE_FORMS | CT_OP_WRITES_OUT},
#define CT_TERNARY(id, sig, flag, cls, res, lo, hi, ulp, form, ga, gb, gc, text) \
    {ROW_POINTWISE(id, 3, cls, res, lo, hi, ulp, #form, #ga, #gb, #gc, text),    \
     .signature = sig, .flags = (flag) | CT_OP_WRITES_OUT},
#define CT_OP(id, py, sig, flag, n, args, outs, text) \
    {ROW(id, py, sig, flag, CT_KIND_OP, n, text),     \
     .check = ct_##id##_check,                        \
     .kernel = {ct_##id##_cpu},                       \
     .grad = ct_##id##_grad,                          \
     .save_args = args,                               \
     .save_outs = outs},
#define CT_OP_NOGRAD(id, py, sig, flag, n, reason, text)                    \
    {ROW(id, py, sig, flag, CT_KIND_OP, n, text), .check = ct_##id##_check, \
     .kernel = {ct_##id##_cpu}, .no_grad = reason},
#define CT_VIEW(id, py, sig, flag, text)                                      \
    {ROW(id, py, sig, flag, CT_KIND_VIEW, 1, text), .check = ct_##id##_check, \
     .grad = ct_##id##_grad},
#define CT_COMPOSITE(id, py, sig, flag, text) \
    {ROW(id, py, sig, flag, CT_KIND_COMPOSITE, 1, text), .check = ct_##id##_body},
#include "ops/ops.def"
};

/* ---- signatures --------------------------------------------------------- */

static const struct {
    const char *name;
    ct_arg_type type;
} type_names[] = {
    {"tensor", CT_ARG_TENSOR},   {"operand", CT_ARG_OPERAND},
    {"tensors", CT_ARG_TENSORS}, {"int", CT_ARG_INT},
    {"float", CT_ARG_FLOAT},     {"bool", CT_ARG_BOOL},
    {"scalar", CT_ARG_SCALAR},   {"dims", CT_ARG_DIMS},
    {"shape", CT_ARG_SHAPE},     {"dtype", CT_ARG_DTYPE},
    {"device", CT_ARG_DEVICE},   {"format", CT_ARG_FORMAT},
    {"str", CT_ARG_STR},         {"generator", CT_ARG_GENERATOR},
};

static const char *skip(const char *s)
{
    while (*s == ' ' || *s == ',') {
        s++;
    }
    return s;
}

/* Copies the run of characters up to one of `stop` into text[24]. */
static const char *take(const char *s, const char *stop, char *text)
{
    size_t n = strcspn(s, stop);
    size_t kept = n < 23 ? n : 23;
    memcpy(text, s, kept);
    while (kept && text[kept - 1] == ' ') {
        kept--;
    }
    text[kept] = 0;
    return s + n;
}

/* "1", "-1", "0.5", "True", "'mean'", "None", "()". */
static void parse_default(ct_param *p)
{
    static const int64_t none[1];
    const char *t = p->text;
    p->has_default = true;
    if (strcmp(t, "None") == 0) {
        p->optional = true;
        return;
    }
    p->value.i = 0;
    if (p->type == CT_ARG_FLOAT) {
        p->value.f = strtod(t, NULL);
    } else if (p->type == CT_ARG_STR) {
        p->value.s = t + 1; /* behind the quote; the closing one is cut */
        p->value.s_len = (int64_t)strlen(t) - 2;
        p->text[strlen(t) - 1] = 0;
    } else if (p->type == CT_ARG_DIMS || p->type == CT_ARG_SHAPE) {
        p->value.dims = (ct_dims){0, none};
        if (isdigit((unsigned char)t[t[0] == '-'])) {
            int64_t *one = malloc(sizeof *one);
            if (one) {
                *one = strtoll(t, NULL, 10);
                p->value.dims = (ct_dims){1, one};
            }
        }
    } else {
        p->value.i = strcmp(t, "True") == 0 ? 1 : strtoll(t, NULL, 10);
    }
}

static int parse_type(ct_param *p, const char *op, char *type)
{
    size_t n = strlen(type);
    if (n && type[n - 1] == '?') {
        p->optional = true;
        type[n - 1] = 0;
    }
    for (size_t i = 0; i < sizeof type_names / sizeof *type_names; i++) {
        if (strcmp(type, type_names[i].name) == 0) {
            p->type = (uint8_t)type_names[i].type;
            return 0;
        }
    }
    return ct_error(CT_ERR_RUNTIME, "op table: %s: unknown type '%s'", op, type);
}

static int parse_signature(ct_op *op)
{
    ct_param params[CT_MAX_ARGS];
    memset(params, 0, sizeof params);
    int n = 0;
    bool keyword_only = false;
    for (const char *s = skip(op->signature + 1); *s && *s != ')'; s = skip(s)) {
        if (*s == '*') {
            keyword_only = true;
            s++;
            continue;
        }
        if (n == CT_MAX_ARGS) {
            return ct_error(CT_ERR_RUNTIME, "op table: %s: too many parameters",
                            op->name);
        }
        ct_param *p = &params[n++];
        char type[24];
        p->keyword_only = keyword_only;
        s = take(s, ":", p->name);
        s = take(skip(s + 1), ",=)", type);
        if (parse_type(p, op->name, type) < 0) {
            return -1;
        }
        if (*s == '=') {
            s = skip(s + 1);
            s = take(s, *s == '(' ? "," : ",)", p->text);
            p->has_default = true;
        }
    }
    ct_param *kept = malloc((size_t)(n ? n : 1) * sizeof *kept);
    if (!kept) {
        return ct_error(CT_ERR_MEMORY, "out of memory");
    }
    memcpy(kept, params, (size_t)n * sizeof *kept);
    op->params = kept;
    op->nparam = (uint8_t)n;
    for (int i = 0; i < n; i++) {
        op->positional += !kept[i].keyword_only;
        op->variadic |= kept[i].type == CT_ARG_SHAPE;
        op->self = strcmp(kept[i].name, "input") == 0 ? (uint8_t)i : op->self;
        op->required |= (uint16_t)(!kept[i].has_default << i);
        if (kept[i].has_default) {
            parse_default(&kept[i]);
            /* a number would be a tensor: bodies know the default of a scalar */
            bool value =
                strcmp(kept[i].text, "None") != 0 && kept[i].type != CT_ARG_SCALAR;
            op->defaults |= (uint16_t)(value << i);
        }
        bool list = kept[i].type == CT_ARG_TENSORS;
        bool tensor =
            list || kept[i].type < CT_ARG_TENSORS || kept[i].type == CT_ARG_SCALAR;
        op->tensor_args |= (uint16_t)(tensor << i);
        op->list_args |= (uint16_t)(list << i);
    }
    return 0;
}

/* NO_GRAD("reason") in a gradient column: that operand has none; when no operand
 * has, neither has the row. */
static void read_no_grad(ct_op *op)
{
    static const char mark[] = "NO_GRAD(\"";
    const char *reason = NULL;
    bool any = false;
    for (int i = 0; i < op->arity; i++) {
        if (strncmp(op->grads[i], mark, sizeof mark - 1) == 0) {
            reason = op->grads[i] + sizeof mark - 1;
            op->grads[i] = NULL;
        }
        any |= op->grads[i] != NULL;
    }
    if (!any && reason) { /* without the closing quote and parenthesis */
        op->no_grad = strndup(reason, strlen(reason) - 2);
    }
}

int ct_ops_init(void)
{
    for (int i = 0; i < CT_OP_COUNT; i++) {
        if (parse_signature(&ct_ops[i]) < 0) {
            return -1;
        }
        read_no_grad(&ct_ops[i]);
        for (int j = i + 1; j < CT_OP_COUNT; j++) {
            if (strcmp(ct_ops[i].pyname, ct_ops[j].pyname) == 0) {
                ct_ops[i].overload = &ct_ops[j];
                break;
            }
        }
    }
    return 0;
}

const ct_op *ct_op_find(const char *name)
{
    for (int i = 0; i < CT_OP_COUNT; i++) {
        if (strcmp(ct_ops[i].name, name) == 0) {
            return &ct_ops[i];
        }
    }
    return NULL;
}
