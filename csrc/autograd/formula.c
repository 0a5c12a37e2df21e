/* formula: a recursive descent parser and an evaluator for pointwise.def's
 * vocabulary. Trees are made when first needed and stay. */
#include "autograd/formula.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>


ct_formula_use ct_formula_uses[CT_POINTWISE_COUNT];

/* ---- what a text reads ---------------------------------------------------- */

static uint8_t reads_of(const char *name, size_t n)
{
    if (n != 1) {
        return 0;
    }
    switch (name[0]) {
    case 'x':
    case 'a':
        return CT_READS_A;
    case 'b':
        return CT_READS_B;
    case 'c':
        return CT_READS_C;
    case 'y':
        return CT_READS_Y;
    default:
        return 0;
    }
}

static size_t word(const char *s)
{
    size_t n = 0;
    while (isalnum((unsigned char)s[n]) || s[n] == '_') {
        n++;
    }
    return n;
}

static uint8_t scan(const char *s)
{
    uint8_t reads = 0;
    while (*s) {
        size_t n = word(s);
        reads |= reads_of(s, n);
        s += n ? n : 1;
    }
    return reads;
}

static ct_formula_form form_of(const char *text)
{
    if (!text) {
        return CT_FORMULA_NONE;
    }
    if (strcmp(text, "g") == 0) {
        return CT_FORMULA_G;
    }
    if (strcmp(text, "-g") == 0) {
        return CT_FORMULA_NEG_G;
    }
    return strcmp(text, "ZERO") == 0 ? CT_FORMULA_ZERO : CT_FORMULA_TREE;
}

void ct_formula_init(void)
{
    for (int i = 0; i < CT_POINTWISE_COUNT; i++) {
        for (int k = 0; k < ct_ops[i].arity; k++) {
            const char *text = ct_ops[i].grads[k];
            ct_formula_form form = form_of(text);
            ct_formula_uses[i].form[k] = (uint8_t)form;
            ct_formula_uses[i].reads[k] = form == CT_FORMULA_TREE ? scan(text) : 0;
        }
    }
}

/* ---- parsing -------------------------------------------------------------- */

typedef struct tree tree;
struct tree {
    enum { NUMBER, VARIABLE, CALL, CONJUGATE } kind;
    char name;       /* variable */
    bool whole;      /* number written as an integer */
    double value;    /* number */
    const ct_op *op; /* call */
    tree *arg[3];
};

typedef struct parser {
    const char *at;
    const ct_op *row; /* whose text it is, for messages */
    bool failed;
} parser;

static tree *expression(parser *p);

static tree *fail_parse(parser *p, const char *expected)
{
    if (!p->failed) {
        ct_error(CT_ERR_RUNTIME, "op table: %s: gradient: expected %s at \"%s\"",
                 p->row->name, expected, p->at);
    }
    p->failed = true;
    return NULL;
}

static void blanks(parser *p)
{
    while (*p->at == ' ') {
        p->at++;
    }
}

static bool take(parser *p, const char *token)
{
    blanks(p);
    size_t n = strlen(token);
    if (strncmp(p->at, token, n) != 0) {
        return false;
    }
    p->at += n;
    return true;
}

static tree *make(parser *p, int kind)
{
    tree *t = p->failed ? NULL : calloc(1, sizeof *t);
    if (!t) {
        return fail_parse(p, "memory");
    }
    t->kind = kind;
    return t;
}

static tree *call(parser *p, const char *name, size_t n, tree *a, tree *b, tree *c)
{
    char row[32];
    snprintf(row, sizeof row, "%.*s", (int)n, name);
    const ct_op *op = ct_op_find(row);
    if (!op) {
        return fail_parse(p, "the name of a row");
    }
    tree *t = make(p, CALL);
    if (t) {
        t->op = op;
        t->arg[0] = a;
        t->arg[1] = b;
        t->arg[2] = c;
    }
    return t;
}

static tree *named(parser *p, const char *name, tree *a, tree *b)
{
    return call(p, name, strlen(name), a, b, NULL);
}

/* Up to three expressions in parentheses; returns how many. */
static int arguments(parser *p, tree **arg)
{
    int n = 0;
    arg[0] = arg[1] = arg[2] = NULL;
    if (!take(p, "(")) {
        fail_parse(p, "(");
    }
    do {
        if (n < 3) {
            arg[n++] = expression(p);
        }
    } while (!p->failed && take(p, ","));
    if (!p->failed && !take(p, ")")) {
        fail_parse(p, ")");
    }
    return n;
}

static tree *number(parser *p)
{
    char *end;
    tree *t = make(p, NUMBER);
    if (t) {
        t->value = strtod(p->at, &end);
        t->whole = strcspn(p->at, ".eEx") >= (size_t)(end - p->at);
        p->at = end + (*end == 'f');
    }
    return t;
}

static const struct {
    const char *name;
    double value;
} constants[] = {
    {"INFINITY", INFINITY},
    {"NAN", NAN},
    {"M_PI", 3.14159265358979323846},
    {"M_E", 2.71828182845904523536},
};

static tree *constant(parser *p, const char *name, size_t n)
{
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        if (strlen(constants[i].name) == n && !strncmp(constants[i].name, name, n)) {
            tree *t = make(p, NUMBER);
            if (t) {
                t->value = constants[i].value;
            }
            return t;
        }
    }
    return fail_parse(p, "a variable, number or function");
}

/* F(fn)(..), SEL(..), K(..), CONJ(..), a variable or a named constant. */
static tree *word_term(parser *p)
{
    const char *name = p->at;
    size_t n = word(name);
    tree *arg[3];
    p->at += n;
    if (n == 1 && name[0] == 'F') {
        take(p, "(");
        blanks(p);
        const char *fn = p->at;
        size_t length = word(fn);
        p->at += length;
        take(p, ")");
        arguments(p, arg);
        return p->failed ? NULL : call(p, fn, length, arg[0], arg[1], arg[2]);
    }
    if (n == 3 && !strncmp(name, "SEL", 3)) {
        arguments(p, arg);
        return p->failed ? NULL : call(p, "where", 5, arg[0], arg[1], arg[2]);
    }
    if (n == 1 && name[0] == 'K') {
        arguments(p, arg);
        return arg[0];
    }
    if (n == 4 && !strncmp(name, "CONJ", 4)) {
        arguments(p, arg);
        tree *t = make(p, CONJUGATE);
        if (t) {
            t->arg[0] = arg[0];
        }
        return t;
    }
    if (n == 1 && (reads_of(name, 1) || name[0] == 'g')) {
        tree *t = make(p, VARIABLE);
        if (t) {
            t->name = name[0];
        }
        return t;
    }
    return constant(p, name, n);
}

static tree *term(parser *p)
{
    if (p->failed) {
        return NULL;
    }
    if (take(p, "-")) {
        tree *t = term(p);
        if (t && t->kind == NUMBER) {
            t->value = -t->value;
            return t;
        }
        return t ? named(p, "neg", t, NULL) : NULL;
    }
    if (take(p, "(")) {
        tree *t = expression(p);
        return take(p, ")") ? t : fail_parse(p, ")");
    }
    if (isdigit((unsigned char)*p->at) || *p->at == '.') {
        return number(p);
    }
    return word_term(p);
}

static tree *product(parser *p)
{
    tree *t = term(p);
    while (!p->failed) {
        if (take(p, "*")) {
            t = named(p, "mul", t, term(p));
        } else if (take(p, "/")) {
            t = named(p, "true_divide", t, term(p));
        } else {
            return t;
        }
    }
    return NULL;
}

static tree *sum(parser *p)
{
    tree *t = product(p);
    while (!p->failed) {
        if (take(p, "+")) {
            t = named(p, "add", t, product(p));
        } else if (take(p, "-")) {
            t = named(p, "sub", t, product(p));
        } else {
            return t;
        }
    }
    return NULL;
}

static tree *comparison(parser *p)
{
    static const char *const signs[][2] = {{"<=", "le"}, {">=", "ge"}, {"==", "eq"},
                                           {"!=", "ne"}, {"<", "lt"},  {">", "gt"}};
    tree *t = sum(p);
    for (int i = 0; !p->failed && i < 6; i++) {
        if (take(p, signs[i][0])) {
            return named(p, signs[i][1], t, sum(p));
        }
    }
    return t;
}

/* Conditions joined by & and |, which bind weaker than comparisons. */
static tree *expression(parser *p)
{
    tree *t = comparison(p);
    while (!p->failed) {
        if (take(p, "&")) {
            t = named(p, "logical_and", t, comparison(p));
        } else if (take(p, "|")) {
            t = named(p, "logical_or", t, comparison(p));
        } else {
            return t;
        }
    }
    return NULL;
}

static const tree *tree_of(const ct_op *op, int operand)
{
    static tree *trees[CT_POINTWISE_COUNT][3];
    tree **t = &trees[op->id][operand];
    if (!*t) {
        parser p = {.at = op->grads[operand], .row = op};
        tree *made = expression(&p);
        blanks(&p);
        if (!p.failed && *p.at) {
            fail_parse(&p, "an operator");
        }
        *t = p.failed ? NULL : made;
    }
    return *t;
}

/* ---- evaluating ----------------------------------------------------------- */

typedef struct values {
    ct_tensor *g, *y;
    ct_tensor *const *abc;
} values;

static ct_tensor *variable(const values *v, char name)
{
    switch (name) {
    case 'g':
        return v->g;
    case 'y':
        return v->y;
    case 'b':
        return v->abc[1];
    case 'c':
        return v->abc[2];
    default:
        return v->abc[0];
    }
}

static ct_tensor *eval(ct_scope *s, const tree *t, const values *v)
{
    switch (t->kind) {
    case NUMBER:
        return t->whole ? ct_s_int(s, (int64_t)t->value) : ct_s_float(s, t->value);
    case VARIABLE:
        return variable(v, t->name);
    case CONJUGATE: {
        ct_tensor *z = eval(s, t->arg[0], v);
        return z && ct_dtype_is_complex((ct_dtype)z->dtype) ? ct_s_conj_physical(s, z)
                                                            : z;
    }
    default:
        break;
    }
    ct_call c;
    ct_call_init(&c, t->op);
    for (int i = 0; i < 3 && t->arg[i]; i++) {
        ct_tensor *x = eval(s, t->arg[i], v);
        if (!x) {
            return NULL;
        }
        ct_call_tensor(&c, i, x);
    }
    return ct_scope_run(s, &c);
}

ct_tensor *ct_formula_eval(ct_scope *s, const ct_op *op, int operand, ct_tensor *g,
                           ct_tensor *const abc[3], ct_tensor *y)
{
    const tree *t = tree_of(op, operand);
    if (!t) {
        s->failed = true;
        return NULL;
    }
    return eval(s, t, &(values){g, y, abc});
}
