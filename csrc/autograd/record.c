/* record: the checks before a call and the node after it. */
#include "autograd/record.h"

#include <string.h>

#include "autograd/accumulate.h"
#include "autograd/autocast.h"
#include "autograd/pointwise.h"
#include "autograd/rule.h"
#include "autograd/saved.h"
#include "autograd/view.h"
#include "autograd/writer.h"
#include "core/device.h"
#include "ops/hooks.h"

/* ---- tensor arguments ------------------------------------------------------ */

/* Calls visit for each tensor argument in the order of edges; t may be NULL. Stops at
 * the first result that is not 0 and returns it. Inline, so that visit is too. */
static inline __attribute__((always_inline)) int each_tensor(
    const ct_call *c, uint32_t mask, int (*visit)(void *context, ct_tensor *t),
    void *context)
{
    int status = 0;
    for (; mask && status == 0; mask &= mask - 1) {
        int i = __builtin_ctz(mask);
        bool given = ct_given(c, i);
        if (!(c->op->list_args >> i & 1)) {
            status = visit(context, given ? c->arg[i].tensor : NULL);
            continue;
        }
        ct_tensors list = given ? c->arg[i].tensors : (ct_tensors){0, NULL};
        for (int64_t j = 0; j < list.n && status == 0; j++) {
            status = visit(context, list.v[j]);
        }
    }
    return status;
}

static uint32_t count_tensors(const ct_call *c, uint32_t mask)
{
    uint32_t n = 0;
    for (; mask; mask &= mask - 1) {
        int i = __builtin_ctz(mask);
        bool list = c->op->list_args >> i & 1;
        n += !list ? 1 : ct_given(c, i) ? (uint32_t)c->arg[i].tensors.n : 0;
    }
    return n;
}

/* Of masks of a few bits, which loops count sooner than a call of a function does. */
static inline uint32_t count_bits(uint32_t mask)
{
    uint32_t n = 0;
    for (; mask; mask &= mask - 1) {
        n++;
    }
    return n;
}

static int visit_requires(void *context, ct_tensor *t)
{
    (void)context;
    return t && ct_requires_grad(t);
}

static bool any_requires(const ct_call *c)
{
    return each_tensor(c, c->op->tensor_args, visit_requires, NULL) != 0;
}

#define MARK_VIEWS 64 /* no node, but its views remember that they were made so */

/* ---- before ----------------------------------------------------------------- */

/* Operands of a formula row that require grad, as bits. */
static int pointwise_needs(const ct_call *c)
{
    int needs = 0;
    for (int i = 0; i < c->op->arity; i++) {
        needs |= ct_requires_grad(c->arg[i].tensor) << i;
    }
    return needs;
}

/* What their gradients read, as bits of ct_gradient.reads. */
static uint32_t pointwise_reads(const ct_op *op, int needs)
{
    uint32_t reads = 0;
    for (int i = 0; i < op->arity; i++) {
        reads |= needs >> i & 1 ? op->formula->gradients[i].reads : 0;
    }
    return reads;
}

/* An in-place op whose gradient reads the target as it was keeps a copy of it. */
static int keep_original(ct_call *c, int needs)
{
    uint32_t reads = c->op->kind == CT_KIND_POINTWISE ? pointwise_reads(c->op, needs)
                                                      : c->op->save_args;
    if (!(reads & 1)) {
        return 0;
    }
    ct_tensor *t = FIRST(c);
    c->original = ct_tensor_new_like(t, (ct_dtype)t->dtype);
    if (!c->original) {
        return -1;
    }
    return ct_tensor_copy_data(c->original, t);
}

/* A view made where gradients were off, of what has one: a write that gradients must
 * see, though the view itself does not require grad. */
static bool is_hidden_view(const ct_tensor *t)
{
    return t->base && t->meta && t->meta->creation > CT_CREATION_OF_LEAF &&
           ct_grad_enabled() && ct_requires_grad(t->base) && !ct_requires_grad(t);
}

/* An operand whose history cannot be had is refused before anything is written. */
static int visit_refresh(void *context, ct_tensor *t)
{
    (void)context;
    return t && t->base && ct_view_outdated(t) ? ct_view_refresh(t) : 0;
}

static int before_inplace(ct_call *c, int needs)
{
    ct_tensor *t = c->out[0];
    if (t->flags & CT_TENSOR_INFERENCE && !ct_inference_mode()) {
        return ct_error(CT_ERR_RUNTIME,
                        "Inplace update to inference tensor outside InferenceMode is "
                        "not allowed. You can make a clone to get a normal tensor "
                        "before doing inplace update.");
    }
    if (!needs && !is_hidden_view(t)) {
        return 0;
    }
    if (ct_view_check_inplace(t) < 0 ||
        each_tensor(c, c->op->tensor_args, visit_refresh, NULL) < 0 ||
        keep_original(c, needs) < 0) {
        return -1;
    }
    return needs;
}

static bool out_requires(const ct_call *c)
{
    bool found = false;
    for (int i = 0; i < c->nout && c->out[i]; i++) {
        found |= ct_requires_grad(c->out[i]);
    }
    return found && ct_grad_enabled();
}

static int before(ct_call *c)
{
    int needs = 0;
    if (c->op->kind == CT_KIND_VIEW &&
        (ct_grad_enabled() ? is_hidden_view(FIRST(c)) : ct_requires_grad(FIRST(c)))) {
        return MARK_VIEWS;
    }
    if (ct_grad_enabled()) {
        needs = c->op->kind == CT_KIND_POINTWISE ? pointwise_needs(c) : any_requires(c);
    }
    if (c->form == CT_FORM_INPLACE) {
        return before_inplace(c, needs);
    }
    if (c->form == CT_FORM_OUT && c->op->no_grad) {
        needs = 0; /* no derivative is lost */
    }
    if (c->form == CT_FORM_OUT && (needs || out_requires(c))) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s(): functions with out=... arguments don't support "
                        "automatic differentiation, but one of the arguments requires "
                        "grad.",
                        c->op->pyname);
    }
    return needs;
}

/* ---- outputs ---------------------------------------------------------------- */

int ct_record_output(ct_tensor *t, ct_node *node, uint32_t nr, int32_t edge)
{
    if (!ct_dtype_is_inexact((ct_dtype)t->dtype)) {
        return 0;
    }
    if (edge >= 0 && t->base) {
        return ct_view_rebase(t, ct_newref(node), (uint32_t)edge);
    }
    ct_autograd *m = ct_meta(t);
    if (!m) {
        return -1;
    }
    m->requires_grad = false;
    if (m->grad_fn || m->retains_grad) {
        return ct_history_set(t, ct_newref(node), nr);
    }
    m->grad_fn = ct_newref(node);
    m->output_nr = nr;
    return 0;
}

/* Is t a view of what does not require grad that became a leaf, or a view of one? */
static bool is_leaf_view(const ct_tensor *t)
{
    return t->base && t->meta &&
           (t->meta->creation == CT_CREATION_OF_LEAF ||
            (t->meta->requires_grad && !t->meta->grad_fn));
}

static int attach(ct_call *c, ct_node *n)
{
    int status = 0;
    if (c->op->kind == CT_KIND_VIEW && c->form == CT_FORM_NEW && c->out[0] &&
        c->out[0]->base && is_leaf_view(FIRST(c))) {
        if (!ct_meta(c->out[0])) {
            return -1;
        }
        c->out[0]->meta->creation = CT_CREATION_OF_LEAF;
    }
    int32_t edge = c->form == CT_FORM_INPLACE ? 0 : -1;
    for (int64_t i = 0; i < c->outs.n && status == 0; i++) {
        status = ct_record_output(c->outs.v[i], n, (uint32_t)i, edge);
        if (status == 0 && c->outs.v[i]->base) {
            c->outs.v[i]->meta->creation = CT_CREATION_MULTI;
        }
    }
    for (int i = 0; i < c->nout && c->out[i] && status == 0; i++) {
        status = ct_record_output(c->out[i], n, (uint32_t)i, edge);
    }
    return status;
}

#define NO_EDGE 1 /* how filling a node may end */

/* Gives up a node (stolen) that does not become part of the graph. */
static __attribute__((noinline)) int give_up(ct_node *n, int status)
{
    ct_error_state error;
    ct_error_lay_by(&error);
    ct_decref(n);
    ct_error_take_up(&error);
    return status == NO_EDGE ? 0 : -1;
}

/* The node (stolen), whose filling ended with `status`, becomes part of the graph. */
static inline int finish(ct_call *c, ct_node *n, int status)
{
    if (status == 0) {
        status = attach(c, n);
        ct_node_locate(n);
    }
    if (status != 0) {
        return give_up(n, status);
    }
    ct_decref(n);
    return 0;
}

/* ---- formula rows ----------------------------------------------------------- */

static ct_tensor *original(const ct_call *c, int i)
{
    return i == 0 && c->original ? c->original : c->arg[i].tensor;
}

static int fill_pointwise(ct_call *c, ct_node *n, int needs, uint32_t reads)
{
    bool any = false;
    for (int i = 0; i < c->op->arity; i++) {
        if (needs >> i & 1) {
            if (ct_edge_of(c->arg[i].tensor, &n->edges[i]) < 0) {
                return -1;
            }
            any |= n->edges[i].node != NULL;
        }
    }
    if (!any) {
        return NO_EDGE;
    }
    ct_node_order(n);
    uint32_t slot = 0;
    for (; reads & (CT_READS_Y - 1); reads &= reads - 1) {
        int i = __builtin_ctz(reads);
        if (ct_saved_input(n, slot++, original(c, i), i) < 0) {
            return -1;
        }
    }
    bool inplace = c->form == CT_FORM_INPLACE;
    return reads ? ct_saved_output(n, slot, c->out[0], 0, inplace) : 0;
}

static int record_pointwise(ct_call *c, int needs)
{
    ct_tensor *y = c->out[0];
    if (!ct_dtype_is_inexact((ct_dtype)y->dtype)) {
        return 0;
    }
    char *tail;
    uint32_t reads = pointwise_reads(c->op, needs);
    bool attributes = c->op->nparam > c->op->arity;
    size_t args = attributes ? c->op->nparam * sizeof(ct_value) : 0;
    ct_node *n =
        ct_node_new(&ct_pointwise_kind, c->op, c->op->arity, 1, count_bits(reads),
                    args + y->ndim * sizeof(int64_t), &tail);
    if (!n) {
        return -1;
    }
    n->given = reads;
    n->compute = c->compute;
    if (attributes) { /* operands among them are never read */
        n->arg = memcpy(tail, c->arg, args);
    }
    int64_t *shape = (int64_t *)(tail + args);
    ct_node_out(n, 0, y, &shape);
    return finish(c, n, fill_pointwise(c, n, needs, reads));
}

/* ---- other rows ------------------------------------------------------------- */

typedef struct filler {
    ct_node *n;
    ct_tensor *target, *original; /* of an in-place call */
    uint32_t edge, slot;
    bool any; /* edge leads somewhere */
} filler;

static int visit_edge(void *context, ct_tensor *t)
{
    filler *f = context;
    ct_edge *e = &f->n->edges[f->edge++];
    int status = t && ct_requires_grad(t) ? ct_edge_of(t, e) : 0;
    f->any |= e->node != NULL;
    return status;
}

/* Saves follow the edges of their argument. */
static int visit_save(void *context, ct_tensor *t)
{
    filler *f = context;
    uint32_t slot = f->slot++, edge = f->edge++;
    if (!t) {
        return 0;
    }
    bool was = t == f->target && edge == 0 && f->original;
    return ct_saved_input(f->n, slot, was ? f->original : t, (int32_t)edge);
}

static int fill_saved(const ct_call *c, filler *f)
{
    const ct_op *op = c->op;
    for (uint32_t mask = op->tensor_args; mask; mask &= mask - 1) {
        uint32_t bit = mask & -mask;
        if (op->save_args & bit) {
            if (each_tensor(c, bit, visit_save, f) < 0) {
                return -1;
            }
        } else {
            f->edge += count_tensors(c, bit);
        }
    }
    bool inplace = c->form == CT_FORM_INPLACE;
    for (int i = 0; i < c->nout; i++) {
        if (op->save_outs >> i & 1 &&
            ct_saved_output(f->n, f->slot++, c->out[i], (uint32_t)i, inplace) < 0) {
            return -1;
        }
    }
    for (int i = c->nout; i < c->nout + op->nkept; i++) {
        if (ct_saved_input(f->n, f->slot++, c->out[i], INT32_MAX) < 0) {
            return -1;
        }
    }
    return 0;
}

static size_t round8(size_t n)
{
    return (n + 7) & ~(size_t)7;
}

static bool is_dims(const ct_call *c, int i)
{
    return ct_param_is_ints(&c->op->params[i]);
}

/* Bytes that copies of the arguments, what is derived and the shapes take. */
static size_t tail_size(const ct_call *c)
{
    size_t size = c->op->nparam * sizeof(ct_value);
    if (c->op->derive) {
        size += (size_t)c->op->derive(c, NULL) * sizeof(int64_t);
    }
    for (int i = 0; i < c->op->nparam; i++) {
        if (ct_given(c, i) && is_dims(c, i)) {
            size += (size_t)c->arg[i].dims.n * sizeof(int64_t);
        } else if (ct_given(c, i) && c->op->params[i].type == CT_ARG_STR) {
            size += round8((size_t)c->arg[i].s_len + 1);
        }
    }
    for (int i = 0; i < c->nout && c->out[i]; i++) {
        size += c->out[i]->ndim * sizeof(int64_t);
    }
    for (int64_t i = 0; i < c->outs.n; i++) {
        size += c->outs.v[i]->ndim * sizeof(int64_t);
    }
    return size;
}

/* Copies argument i; dims and text to *tail, which moves on. Of tensors only the
 * length of a list is kept: those a rule reads are saved. */
static void copy_arg(const ct_call *c, ct_node *n, int i, char **tail)
{
    ct_value *v = &n->arg[i];
    *v = (ct_value){.tensors = {0, NULL}};
    if (!ct_given(c, i)) {
        return;
    }
    switch ((ct_arg_type)c->op->params[i].type) {
    case CT_ARG_TENSORS:
        v->tensors.n = c->arg[i].tensors.n;
        break;
    case CT_ARG_AXES:
    case CT_ARG_INTS:
        *v = (ct_value){.dims = {c->arg[i].dims.n, (int64_t *)*tail}};
        if (v->dims.n) { /* of none there may be no array */
            memcpy(*tail, c->arg[i].dims.v, (size_t)v->dims.n * sizeof(int64_t));
        }
        *tail += (size_t)v->dims.n * sizeof(int64_t);
        break;
    case CT_ARG_STR:
        v->s = memcpy(*tail, c->arg[i].s, (size_t)c->arg[i].s_len + 1);
        v->s_len = c->arg[i].s_len;
        *tail += round8((size_t)v->s_len + 1);
        break;
    case CT_ARG_INT:
    case CT_ARG_AXIS:
    case CT_ARG_NEW_AXIS:
    case CT_ARG_FLOAT:
    case CT_ARG_BOOL:
    case CT_ARG_WORD:
    case CT_ARG_DTYPE:
    case CT_ARG_DEVICE:
    case CT_ARG_FORMAT:
        *v = c->arg[i];
        break;
    default:
        break;
    }
}

static void copy_call(const ct_call *c, ct_node *n, char *tail)
{
    n->given = c->given;
    n->compute = c->compute;
    if (c->op->derive) {
        n->derived = (int64_t *)tail;
        tail += (size_t)c->op->derive(c, n->derived) * sizeof(int64_t);
    }
    n->arg = (ct_value *)tail;
    tail += c->op->nparam * sizeof(ct_value);
    for (int i = 0; i < c->op->nparam; i++) {
        copy_arg(c, n, i, &tail);
    }
    int64_t *shapes = (int64_t *)tail;
    for (int i = 0; i < c->nout && c->out[i]; i++) {
        ct_node_out(n, (uint32_t)i, c->out[i], &shapes);
    }
    for (int64_t i = 0; i < c->outs.n; i++) {
        ct_node_out(n, (uint32_t)i, c->outs.v[i], &shapes);
    }
}

static bool any_inexact(const ct_call *c)
{
    for (int i = 0; i < c->nout && c->out[i]; i++) {
        if (ct_dtype_is_inexact((ct_dtype)c->out[i]->dtype)) {
            return true;
        }
    }
    return c->outs.n > 0 && ct_dtype_is_inexact((ct_dtype)c->outs.v[0]->dtype);
}

static int record_row(ct_call *c)
{
    const ct_op *op = c->op;
    uint32_t nout = c->outs.n ? (uint32_t)c->outs.n : c->nout;
    uint32_t nsaved =
        count_tensors(c, op->save_args) + op->nkept + count_bits(op->save_outs);
    char *tail;
    ct_node *n = ct_node_new(&ct_rule_kind, op, count_tensors(c, op->tensor_args), nout,
                             nsaved, tail_size(c), &tail);
    if (!n) {
        return -1;
    }
    copy_call(c, n, tail);
    filler f = {.n = n, .target = c->out[0], .original = c->original};
    int status = each_tensor(c, op->tensor_args, visit_edge, &f);
    ct_node_order(n);
    f.edge = 0;
    if (status == 0) {
        status = f.any ? fill_saved(c, &f) : NO_EDGE;
    }
    return finish(c, n, status);
}

/* Views made under no_grad remember it: see ct_creation. */
static int mark_views(ct_call *c)
{
    for (int64_t i = 0; i < c->outs.n + CT_MAX_OUTS; i++) {
        ct_tensor *t = i < c->outs.n ? c->outs.v[i] : c->out[i - c->outs.n];
        if (t && t->base) {
            ct_autograd *m = ct_meta(t);
            if (!m) {
                return -1;
            }
            m->creation = CT_CREATION_NO_GRAD;
        }
    }
    return 0;
}

static int record(ct_call *c, int needs)
{
    const ct_op *op = c->op;
    int status = 0;
    if (needs & MARK_VIEWS) {
        return mark_views(c);
    }
    bool itself =
        c->form == CT_FORM_NEW && c->out[0] && op->nparam && c->out[0] == FIRST(c);
    if (op->kind == CT_KIND_POINTWISE) {
        status = record_pointwise(c, needs);
    } else if (!itself && any_inexact(c) && (op->grad || c->form == CT_FORM_INPLACE)) {
        status = record_row(c);
    }
    ct_clear(&c->original);
    return status;
}

static bool requires_grad(ct_tensor *t)
{
    return ct_requires_grad(t);
}

static bool enable(bool on)
{
    return ct_grad_enabled_set(on);
}

static void wrote(const ct_call *c, const ct_tensor *t)
{
    ct_writer_note(c->op, t->storage);
}

int ct_autograd_init(void)
{
    ct_grad_hooks = (ct_autograd_hooks){before, record, requires_grad, enable, wrote};
    ct_autocast_hook = ct_autocast_run;
    ct_storage_forget = ct_writer_forget;
    if (!ct_tensor_finalize) { /* the Python layer sets its own */
        ct_tensor_finalize = ct_meta_free;
    }
    ct_object_classes[CT_OBJECT_NODE].size = sizeof(ct_node);
#ifdef CT_STANDALONE
    ct_object_classes[CT_OBJECT_NODE].dealloc = (void (*)(ct_object *))ct_node_dealloc;
#endif
    return 0;
}
