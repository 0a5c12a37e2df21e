/* op: what is known of an operation, and the call that runs it.
 *
 * Each row of ops.def becomes one ct_op, ct_op_<name> (rows/<family>.h, made at build by
 * tools/rows.py). A ct_call is one use of it: arguments
 * by position of the row's signature, and results. ct_call_run is the only way an op
 * runs:
 *
 *     device -> check -> results allocated -> kernel of the device -> gradient node
 *
 * NOTE [Infer, then allocate] A check validates its arguments and says of each result what
 * it will be (ct_spec): dtype, shape, order in memory, or of which tensor it is a view.
 * It neither allocates nor copies nor computes values: what it finds out beside that
 * (which dtype to compute in) is derived from the arguments again where it is needed, and
 * what a kernel computes for the gradient is a tensor, a hidden result (column `keeps`)
 * behind the others. So shapes are known without memory (meta), and one place knows all
 * that a call will need. Only where values decide the shape (nonzero) the kernel makes the
 * result, and the check says nothing.
 *
 * Listeners are told before and after (core/event.h).
 *
 * NOTE [Forms] new: results are allocated. in-place: out[0] is argument 0.
 * out=: out[] are given by the user. The kernel of a row with the flag
 * CT_OP_WRITES_OUT writes there; for other ops ct_call_run computes into new tensors and
 * copies. */
#ifndef CT_OPS_OP_H
#define CT_OPS_OP_H

#include "core/api.h"
#include "core/tensor.h"

#define CT_MAX_ARGS 24
#define CT_MAX_RESULTS 4
#define CT_MAX_KEPT 2 /* hidden results */
#define CT_MAX_OUTS (CT_MAX_RESULTS + CT_MAX_KEPT)
#define CT_MAX_AXES (2 * CT_MAX_NDIM) /* of both axes arguments of a call */

typedef struct ct_op ct_op;
typedef struct ct_call ct_call;
typedef struct ct_rule ct_rule; /* autograd/rule.h */

/* ---- arguments ---------------------------------------------------------- */

typedef struct ct_dims { /* ints: dims, sizes */
    int64_t n;
    const int64_t *v;
} ct_dims;
typedef struct ct_tensors { /* a list of tensors; entries may be NULL (index) */
    int64_t n;
    ct_tensor *const *v;
} ct_tensors;

static inline ct_tensors ct_tensors_of(int64_t n, ct_tensor *const *v)
{
    return (ct_tensors){n, v};
}
static inline ct_dims ct_dims_of(int64_t n, const int64_t *v)
{
    return (ct_dims){n, v};
}

typedef union ct_value { /* borrowed by the call */
    ct_tensor *tensor;
    ct_tensors tensors;
    ct_dims dims;
    int64_t i; /* int, bool, dtype, device */
    double f;
    struct { /* str; not NUL-terminated semantics: it is */
        const char *s;
        int64_t s_len;
    };
    void *p; /* generator and other core objects */
} ct_value;

/* Argument types of a signature: "(input: tensor, dim: axes? = None, ...)". */
typedef enum ct_arg_type {
    CT_ARG_TENSOR,  /* tensor: Tensor (ndarray accepted) */
    CT_ARG_OPERAND, /* operand: Tensor, ndarray or Python/NumPy number */
    CT_ARG_TENSORS, /* tensors: sequence of tensors */
    CT_ARG_WRITTEN, /* written: the same, which the row writes: no array is converted */
    CT_ARG_INT, /* int */
    CT_ARG_FLOAT, /* float */
    CT_ARG_BOOL, /* bool */
    CT_ARG_WORD, /* 'one' | 'other': which of them, an int */
    CT_ARG_SCALAR, /* scalar: number, arrives as a weak 0-d tensor */
    CT_ARG_AXIS, /* axis: a dim of the first tensor: NOTE [Axes] in axes.c */
    CT_ARG_NEW_AXIS, /* new_axis: a dim that the result has more than that tensor */
    CT_ARG_AXES, /* axes: distinct dims of it: int or sequence of ints */
    CT_ARG_INTS, /* ints: int or sequence of ints */
    CT_ARG_DTYPE, /* dtype */
    CT_ARG_DEVICE, /* device */
    CT_ARG_FORMAT, /* format: a ct_memory_format */
    CT_ARG_LAYOUT, /* layout: strided, which is the only one */
    CT_ARG_PINNED, /* pinned: a bool that is False, as no memory is pinned */
    CT_ARG_STR, /* str */
    CT_ARG_GENERATOR
} ct_arg_type;

typedef struct ct_param { /* one parameter of the signature */
    const char *name;
    uint8_t type;
    bool optional; /* "?": None is allowed and means not given */
    bool keyword_only;
    bool spread; /* "...": ints may also be given one by one */
    bool has_default;
    ct_value value; /* the default, unless it is None */
    const char *const *words; /* of a choice of words, NULL at the end */
    const char *expected; /* "'one' or 'other'" */
    const char *text; /* the default as written; "" when there is none */
} ct_param;

typedef struct
    ct_spelling { /* a further name of a parameter: NumPy's, or an older one */
    const char *name;
    uint8_t param;
} ct_spelling;

/* ---- a row as a function of NumPy's ------------------------------------- */

enum { /* kinds of dtypes */
       CT_NUMPY_BOOL = 1,
       CT_NUMPY_SIGNED = 2,
       CT_NUMPY_UNSIGNED = 4,
       CT_NUMPY_REAL = 8,
       CT_NUMPY_COMPLEX = 16
};

typedef enum ct_numpy_role { /* what a tensor is there for, by the parameter's name */
                             CT_NUMPY_VALUE,
                             CT_NUMPY_INDEX, /* int64 */
                             CT_NUMPY_CONDITION /* bool */
} ct_numpy_role;

typedef struct ct_numpy_param { /* a parameter of NumPy's function */
    const char *name;
    uint8_t param; /* the row's; CT_NOWHERE: it must be left at its default */
    uint8_t role; /* of a tensor: CT_NUMPY_VALUE ... */
    bool none; /* which may be said as None */
    bool positional_only, keyword_only;
    bool flat; /* None: along all elements in order, which a vector's axis 0 is */
    bool has_default;
    int8_t value; /* the default, where it is not the row's */
} ct_numpy_param;

/* numpy.`name` means the row on values of one dtype, of these kinds, and on tensors from `low` to
 * `high` dims (column numpy_call). */
typedef struct ct_numpy_call {
    const char *name; /* NULL ends an array */
    const ct_numpy_param *params;
    uint8_t nparam, kinds, low, high;
} ct_numpy_call;

/* ---- the row ------------------------------------------------------------ */

typedef enum ct_op_kind {
    CT_KIND_POINTWISE, /* a formula; loops are generated */
    CT_KIND_OP, /* check, kernel, gradient in C */
    CT_KIND_VIEW, /* results share argument 0's storage */
    CT_KIND_COMPOSITE, /* a body that runs other ops */
    CT_KIND_BACKWARD /* the gradient of a formula row (backward.c) */
} ct_op_kind;

enum { /* forms and properties of a row */
       CT_FN = 1, /* ctensor.name(...) */
       CT_METHOD = 2, /* Tensor.name(...) */
       CT_INPLACE = 4, /* Tensor.name_(...) */
       CT_OUT = 8, /* out= */
       CT_OP_WRITES_OUT = 16, /* check and kernel take given outs (NOTE [Forms]) */
       CT_OP_INPLACE_ONLY = 32, /* fill_, copy_: the row itself writes argument 0 */
       CT_OP_PRIVATE = 64, /* not in the public namespace: ctensor._C._name */
       CT_OP_RANDOM = 128, /* draws from a generator */
       CT_OP_CREATES = 256, /* makes a leaf; has the option requires_grad, last */
};

/* Which dtypes a pointwise row computes in; what other inputs become. */
typedef enum ct_class {
    CT_CLASS_FLOATS, /* f32 f64; integers become the default float */
    CT_CLASS_FLOATC, /* FLOATS and complex */
    CT_CLASS_NUMS, /* integers and FLOATS; no bool, no complex */
    CT_CLASS_NUMC, /* NUMS and complex */
    CT_CLASS_ALLS, /* bool and NUMS */
    CT_CLASS_ALLC, /* everything */
    CT_CLASS_BITS, /* bool and integers */
    CT_CLASS_INTS /* integers */
} ct_class;

typedef enum ct_result { /* dtype of a pointwise result */
                         CT_RESULT_SAME,
                         CT_RESULT_BOOL,
                         CT_RESULT_REAL, /* complex -> its real dtype, others themselves */
                         CT_RESULT_COMPLEX /* real -> its complex dtype */
} ct_result;

/* ---- formulas ------------------------------------------------------------ */

enum { CT_MAX_OPERANDS = 4 }; /* of a formula; of a gradient two more */

typedef enum ct_step_kind {
    CT_STEP_WHOLE, /* a number written as an integer */
    CT_STEP_NUMBER,
    CT_STEP_VARIABLE,
    CT_STEP_ATTRIBUTE,
    CT_STEP_CONJ, /* complex conjugate of what is on top */
    CT_STEP_CALL /* a row, on the topmost values */
} ct_step_kind;

/* One step of a text in postfix order, as tools/rows.py writes it. */
typedef struct ct_step {
    uint8_t kind;
    uint8_t operands; /* how many a call takes; the place of a variable or attribute */
    const ct_op *op;
    double value;
} ct_step;

typedef enum ct_gradient_form {
    CT_GRADIENT_TREE,
    CT_GRADIENT_G, /* "g" */
    CT_GRADIENT_NEG_G, /* "-g" */
    CT_GRADIENT_ZERO, /* "ZERO" */
    CT_GRADIENT_NONE, /* no gradient */
} ct_gradient_form;

enum { CT_READS_Y = 1 << CT_MAX_OPERANDS }; /* operand i is 1 << i */

typedef struct ct_gradient { /* of a formula for one operand */
    uint8_t form; /* ct_gradient_form */
    uint8_t reads; /* of a TREE: which operands, and the result (CT_READS_Y) */
    uint32_t attributes; /* and which attributes, by their place among the arguments */
    const ct_op *row; /* of a TREE: backward.c */
    const char *text; /* NULL when there is none */
} ct_gradient;

typedef struct ct_formula {
    const char *text;
    uint16_t nsteps; /* none for a formula that is a function of its own */
    const ct_step *steps;
    double low, high; /* test domain */
    uint8_t ulp; /* largest allowed error of a float result */
    const char *tests; /* attributes that tests give: "alpha=0.5 beta=2, alpha=3" */
    ct_gradient gradients[CT_MAX_OPERANDS];
    /* Of a gradient's row: which operands its own gradient for operand i reads. */
    uint8_t reads[CT_MAX_OPERANDS + 2];
} ct_formula;

/* What a formula row makes of a number that the integers beside it cannot hold: NOTE
 * [Numbers that do not fit] in exact.c. */
typedef enum ct_numbers {
    CT_NUMBERS_FIT,
    CT_NUMBERS_WRAP,
    CT_NUMBERS_COMPARE,
    CT_NUMBERS_TRUTH,
    CT_NUMBERS_CHOOSE
} ct_numbers;

typedef int (*ct_call_fn)(ct_call *c);
typedef void (*ct_rule_fn)(ct_rule *r);

enum { CT_NOWHERE = 31 }; /* a place that is never given */

struct ct_op {
    const char *name; /* C identifier: unique */
    const char *pyname; /* Python name: rows that share it are overloads */
    const char *signature;
    const char *doc;
    const char *const *results; /* their names, or NULL */
    const char *const *aliases; /* further Python names, NULL at the end, or NULL */
    const ct_spelling *spellings; /* without a name at the end, or NULL */
    const char *const *numpy; /* further names of NumPy's ufunc, likewise */
    const ct_numpy_call *numpy_calls; /* of other functions of NumPy's, or NULL */
    bool numpy_inexact; /* NumPy does something else with integers */
    uint16_t id; /* its place in ct_ops */
    uint16_t flags;
    uint8_t kind;
    uint8_t nout;
    uint8_t nkept; /* hidden results, in out[] behind the nout others */
    /* of formula rows */
    uint8_t arity;
    uint8_t dtype_class;
    uint8_t result;
    uint8_t numbers; /* ct_numbers */
    bool plain, straight; /* found at load: ct_pointwise_prepare */
    const ct_formula *formula;
    /* how it runs */
    ct_call_fn check; /* or the composite's body */
    ct_call_fn body; /* the same in other ops: NOTE [Bodies] in call.c; or NULL */
    ct_call_fn kernel[CT_DEVICE_COUNT]; /* each device fills its own at load */
    const void *loops; /* of a formula row: what the CPU has for it */
    ct_rule_fn grad;
    const char *no_grad; /* the reason there is no gradient, or NULL */
    uint32_t save_args; /* bit i: the rule reads tensor argument i */
    uint8_t save_outs;
    /* What the gradient reads of the call that is no argument: ints, worked out when the
     * call is recorded. Writes them to v, unless that is NULL; how many. */
    int64_t (*derive)(const ct_call *c, int64_t *v);
    /* parameters */
    const ct_param *params;
    uint8_t nparam;
    uint8_t positional; /* parameters that may be given by position */
    bool variadic; /* one of them takes sizes one by one */
    uint8_t self; /* which one a method's self is: "input", else the first */
    /* places of the parameters called so, or CT_NOWHERE */
    uint8_t dim, keepdim, dtype, device, generator, memory_format;
    uint8_t
        axis; /* the one of axis_args, where that is a dim of argument 0, a tensor */
    uint32_t tensor_args; /* bit i: argument i is a tensor or list */
    uint32_t list_args; /* bit i: it is a list */
    uint32_t axis_args; /* bit i: it is an axis, new_axis or axes */
    uint32_t required; /* bit i: parameter i has no default */
    uint32_t defaults; /* bit i: parameter i has a default that is not None */
    ct_op *overload; /* next row of the same pyname */
    bool is_overload; /* an earlier row has the same pyname */
};

extern CT_API ct_op *const ct_ops[]; /* all rows; const after ct_ops_init */
extern CT_API const int ct_op_count;
/* The row of a name known when C is compiled: CT_ROW(add). */
#define CT_ROW(name) (&ct_op_##name)
/* The place of a parameter: ARG(c, sum, dim) is that argument of a call of sum. */
#define CT_AT(row, name) CT_AT_##row##_##name
#define ARG(c, row, name) ((c)->arg[CT_AT(row, name)])
#define GIVEN(c, row, name) ct_given(c, CT_AT(row, name))
/* A tensor argument, NULL where it is not given. */
#define TENSOR(c, row, name) (GIVEN(c, row, name) ? ARG(c, row, name).tensor : NULL)
void ct_ops_init(void);
/* The row called `name`, or NULL. */
const ct_op *ct_op_find(const char *name);
/* For the tests of bodies: as if the CPU had no kernels of rows with a body. */
int ct_ops_without_kernels(bool on);

/* ---- the call ----------------------------------------------------------- */

typedef enum ct_form { CT_FORM_NEW, CT_FORM_INPLACE, CT_FORM_OUT } ct_form;

typedef enum ct_spec_kind {
    CT_SPEC_NEW, /* memory of its own */
    CT_SPEC_ZEROS, /* the same, zeroed */
    CT_SPEC_VIEW /* the bytes of the first argument, from `data` on */
} ct_spec_kind;

/* What a result will be: NOTE [Infer, then allocate]. */
typedef struct ct_spec {
    uint8_t kind, dtype, ndim;
    const int64_t *shape; /* an argument's, or in ct_call.sizes */
    const int64_t *strides; /* in bytes; NULL: row-major */
    char *data; /* of a view */
} ct_spec;

/* A result that is a list of views: part i of n, in *s; in order, `from` being where the
 * last one ended, at first 0. */
typedef void (*ct_part_fn)(ct_call *c, int64_t i, int64_t *from, ct_spec *s);

struct ct_call {
    const ct_op *op;
    ct_value arg[CT_MAX_ARGS]; /* borrowed */
    uint32_t given; /* bit i: argument i is not None */
    uint8_t form;
    uint8_t nout; /* view ops and unbind may have more: outs */
    uint8_t device; /* of its tensors, and of the results */
    uint8_t device_index;
    uint8_t compute; /* ct_dtype the kernel works in */
    uint8_t specified; /* bit i: spec[i] says what out[i] will be */
    /* New references after ct_call_run: the results; behind them, until then, the hidden
     * ones. */
    ct_tensor *out[CT_MAX_OUTS];
    ct_tensors outs; /* results of list-valued ops: malloc'ed array of
                                    new references, out[] unused */
    ct_tensor *original; /* in-place: a copy of argument 0 as it was, for the
                                    gradient; set by autograd, gone after the run */
    ct_part_fn part; /* of a list of `parts` views; or NULL */
    int64_t parts;
    ct_call *outer; /* while it runs: NOTE [Running calls] */
    ct_spec spec[CT_MAX_OUTS];
    int64_t axes[CT_MAX_AXES]; /* where axes arguments are, counted from 0 */
    /* Room for the shape and strides of each result that no argument has. */
    int64_t sizes[CT_MAX_OUTS][2][CT_MAX_NDIM + 2];
};

/* The first argument, a tensor or a list, whatever the row calls it: for what serves rows
 * that have no name for it in common. */
enum { CT_FIRST, CT_SECOND };
#define FIRST(c) ((c)->arg[CT_FIRST].tensor)
#define FIRST_LIST(c) ((c)->arg[CT_FIRST].tensors)
/* The second result of a row that has two. */
#define SECOND_OUT(c) ((c)->out[CT_SECOND])
static inline void ct_call_first(ct_call *c, ct_tensor *t)
{
    FIRST(c) = t;
    c->given |= 1;
}
/* A result or hidden result by the row's name for it. */
#define OUT(c, row, name) ((c)->out[CT_OUT_##row##_##name])
#define KEPT(c, row, name) ((c)->out[CT_KEPT_##row##_##name])

static inline bool ct_param_is_ints(const ct_param *p)
{
    return p->type == CT_ARG_AXES || p->type == CT_ARG_INTS;
}
/* What is asked of a row by its `dim` and `keepdim`, in a call or in a node: the dims as
 * bits of ndim, all where none are given; and whether they stay with size 1. */
uint64_t ct_dims_asked(const ct_op *op, const ct_value *arg, uint32_t given, int ndim);
static inline bool ct_keepdim_asked(const ct_op *op, const ct_value *arg)
{
    return op->keepdim != CT_NOWHERE && arg[op->keepdim].i;
}
/* The one dim that is asked, or -1. */
static inline int ct_call_dim(const ct_call *c)
{
    return c->given >> c->op->dim & 1 ? (int)c->arg[c->op->dim].i : -1;
}
/* Makes all axes among the arguments count from 0 (NOTE [Axes]); -1 with the error. */
int ct_call_wrap_all_axes(ct_call *c);
static inline int ct_call_wrap_axes(ct_call *c)
{
    const ct_op *op = c->op;
    bool ready =
        !(op->axis_args & c->given) ||
        (op->axis != CT_NOWHERE && (uint64_t)c->arg[op->axis].i < FIRST(c)->ndim);
    return ready ? 0 : ct_call_wrap_all_axes(c);
}

static inline bool ct_given(const ct_call *c, int i)
{
    return c->given >> i & 1;
}
/* A call with nothing given: defaults of the signature filled in. */
CT_API void ct_call_init(ct_call *c, const ct_op *op);
static inline void ct_call_tensor(ct_call *c, int i, ct_tensor *t)
{
    c->arg[i].tensor = t;
    c->given |= 1u << i;
}
static inline void ct_call_int(ct_call *c, int i, int64_t v)
{
    c->arg[i].i = v;
    c->given |= 1u << i;
}
static inline void ct_call_float(ct_call *c, int i, double v)
{
    c->arg[i].f = v;
    c->given |= 1u << i;
}
static inline void ct_call_dims(ct_call *c, int i, int64_t n, const int64_t *v)
{
    c->arg[i].dims = (ct_dims){n, v};
    c->given |= 1u << i;
}
static inline void ct_call_tensors(ct_call *c, int i, ct_tensors list)
{
    c->arg[i].tensors = list;
    c->given |= 1u << i;
}
void ct_call_str(ct_call *c, int i, const char *s);
static inline void ct_call_object(ct_call *c, int i, void *p)
{
    c->arg[i].p = p;
    c->given |= 1u << i;
}

/* A number that need not be given: CT_SOME(1), CT_SOME_FLOAT(0.5), or left out. */
typedef struct ct_some {
    bool given;
    ct_value value;
} ct_some;
#define CT_SOME(number) ((ct_some){true, {.i = (number)}})
#define CT_SOME_FLOAT(number) ((ct_some){true, {.f = (number)}})
static inline void ct_call_some(ct_call *c, int i, ct_some o)
{
    if (o.given) {
        c->arg[i] = o.value;
        c->given |= 1u << i;
    }
}

/* Runs the call (see the top). The caller hands over a reference with each out[i] it
 * gives. On success the results are in out[] (or outs), new references; on failure
 * -1, error set, and out[] released. */
CT_API int ct_call_run(ct_call *c);
/* Drops the results. */
CT_API void ct_call_release(ct_call *c);

/* NOTE [Running calls] A call reads its tensors' layout again and again, and kernels
 * hold addresses in them. So no tensor gets another layout or other memory while a call
 * uses it: other threads are waited for, and on this thread, where code can only run
 * from within the call (NOTE [Foreign code], core/runtime.h), it is an error. -1 with
 * the error set: t must stay as it is now. */
int ct_call_may_move(const char *op, const ct_tensor *t);
/* The same of a result of the call itself, which is to be resized. */
int ct_call_may_resize(const ct_call *c, const ct_tensor *t);
/* Is t an argument, or, if `memory`, one that shares its storage? */
bool ct_call_takes(const ct_call *c, const ct_tensor *t, bool memory);

/* ---- what a check says of the results (ops/result.c) --------------------- */

/* Room for the shape and the strides of result i, one dim more than a tensor may have. */
static inline int64_t *ct_call_shape(ct_call *c, int i)
{
    return c->sizes[i][0];
}
static inline int64_t *ct_call_strides(ct_call *c, int i)
{
    return c->sizes[i][1];
}
/* Result i has this dtype and shape, which outlives the check: an argument's, or in
 * ct_call_shape. Row-major and new, unless the spec that comes back is told otherwise. */
static inline ct_spec *ct_call_spec(ct_call *c, int i, ct_dtype dtype, int ndim,
                                    const int64_t *shape)
{
    ct_spec *s = &c->spec[i];
    s->kind = CT_SPEC_NEW;
    s->dtype = (uint8_t)dtype;
    s->ndim = (uint8_t)ndim;
    s->shape = shape;
    s->strides = NULL;
    c->specified |= (uint8_t)(1 << i);
    return s;
}
/* The same at the end of a check, which returns what it does: 0. */
static inline int ct_call_result(ct_call *c, int i, ct_dtype dtype, int ndim,
                                 const int64_t *shape)
{
    ct_call_spec(c, i, dtype, ndim, shape);
    return 0;
}
static inline int ct_call_like(ct_call *c, int i, ct_dtype dtype, const ct_tensor *t)
{
    return ct_call_result(c, i, dtype, t->ndim, t->shape);
}
/* Result i has the shape of t and lies in memory as t does. */
int ct_call_following(ct_call *c, int i, ct_dtype dtype, ct_tensor *t);
/* Result 0 shows the bytes of the first argument; shape and strides as above. */
int ct_call_view(ct_call *c, ct_dtype dtype, int ndim, const int64_t *shape,
                 const int64_t *strides, char *data);
/* The results are a list of n views. */
int ct_call_list(ct_call *c, int64_t n, ct_part_fn part);
/* Allocates what the check has said, and checks what is given against it: shape, castable
 * dtype, writable, device; an out= of another shape is resized when it is empty, else an
 * error. The one new result that most calls have is made in call.c; no other place gives a
 * call memory. */
int ct_results_make(ct_call *c);
/* A given result must take the dtype and shape of what was made for it. */
int ct_result_check(ct_call *c, ct_tensor *given, const ct_tensor *made);
/* What a composite that writes its given result by itself does with one that it made. */
int ct_call_give(ct_call *c, ct_tensor *made);

/* ---- common checks (ops/common.c) --------------------------------------- */

/* All given tensor arguments on one device, which becomes the call's: before its check
 * runs. */
int ct_check_devices(ct_call *c);
/* PyTorch's result type of n operands: dimensioned tensors, then 0-d tensors,
 * then weak scalars decide. */
ct_dtype ct_promote_tensors(int n, ct_tensor *const *t);
/* Error "op: expected a floating dtype, got int64" unless the condition holds. */
int ct_check_dtype(const ct_call *c, bool ok, const char *expected, ct_dtype got);
/* How a user casts to a dtype, for the end of an error: ".float()". */
const char *ct_cast_method(ct_dtype to);
#endif
