/* optim: from parameters and an optimizer's state to the lists of optim.def's rows. */
#include "python/optim.h"

#include "autograd/meta.h"
#include "ops/op.h"
#include "python/errors.h"
#include "python/type/tensor_type.h"
#include "rows/optim.h"

#define MAX_LISTS 6

/* The lists that go into a row: list[k][i] belongs to parameter i. Owned. */
typedef struct lists {
    const char *op;
    int64_t n;
    int count; /* of lists */
    ct_tensor **list[MAX_LISTS];
    ct_tensor **block;
} lists;

static PyObject *key_momentum_buffer, *key_step, *key_exp_avg, *key_exp_avg_sq,
    *key_max_exp_avg_sq;

static int lists_init(lists *l, const char *op, int64_t most, int count)
{
    *l = (lists){.op = op, .count = count};
    l->block = PyMem_Calloc((size_t)(most * count) + 1, sizeof *l->block);
    if (!l->block) {
        PyErr_NoMemory();
        return -1;
    }
    for (int k = 0; k < count; k++) {
        l->list[k] = l->block + k * most;
    }
    return 0;
}

static void lists_release(lists *l)
{
    for (int64_t i = 0; i < l->n; i++) {
        for (int k = 0; k < l->count; k++) {
            ct_xdecref(l->list[k][i]);
        }
    }
    PyMem_Free(l->block);
}

/* ---- collecting --------------------------------------------------------- */

/* The dict that `state` has for a parameter, made if there is none. New reference: keys
 * of either dict may run code that empties them. */
static PyObject *state_of(const char *op, PyObject *state, PyObject *param)
{
    PyObject *own = PyDict_GetItemWithError(state, param);
    if (own && !PyDict_Check(own)) {
        PyErr_Format(PyExc_TypeError,
                     "%s: expected a dict as a parameter's state, got %s", op,
                     Py_TYPE(own)->tp_name);
        return NULL;
    }
    if (own || PyErr_Occurred()) {
        return Py_XNewRef(own);
    }
    own = PyDict_New();
    if (own && PyDict_SetItem(state, param, own) < 0) {
        Py_CLEAR(own);
    }
    return own;
}

/* state[key], a tensor; zeros of `like`'s kind (0-d float32 for NULL) if it is not
 * there. New reference. */
static ct_tensor *state_tensor(const char *op, PyObject *state, PyObject *key,
                               ct_tensor *like)
{
    PyObject *found = PyDict_GetItemWithError(state, key);
    if (found && ct_py_is_tensor(found)) {
        return ct_newref(found);
    }
    if (found && found != Py_None) {
        PyErr_Format(PyExc_TypeError, "%s: expected state '%U' to be a Tensor, got %s",
                     op, key, Py_TYPE(found)->tp_name);
        return NULL;
    }
    if (PyErr_Occurred()) {
        return NULL;
    }
    ct_tensor *zeros = like ? ct_tensor_zeros(op, (ct_dtype)like->dtype, like->ndim,
                                              like->shape, CT_PLACE(like))
                            : ct_tensor_zeros(op, CT_DTYPE_F32, 0, NULL, CT_DEVICE_CPU);
    if (!zeros) {
        ct_py_raise();
        return NULL;
    }
    if (PyDict_SetItem(state, key, ct_py_object(zeros)) < 0) {
        ct_decref(zeros);
        return NULL;
    }
    return zeros;
}

/* Which parameters to take: all, those whose state is there, or the others. */
enum { ALL, KNOWN, FRESH };

/* Is the state, as far as the first key tells, already there? */
static bool is_known(PyObject *own, PyObject *key)
{
    PyObject *found = PyDict_GetItemWithError(own, key);
    return found && found != Py_None;
}

/* Appends p with its gradient and `own`, its state. */
static int append_known(lists *l, ct_tensor *p, PyObject *own, PyObject *const *keys)
{
    if (!p->meta || !p->meta->grad) { /* a key of the state has taken it */
        return 0;
    }
    int64_t i = l->n++;
    l->list[0][i] = ct_newref(p);
    l->list[1][i] = ct_newref(p->meta->grad);
    for (int k = 2; k < l->count; k++) {
        ct_tensor *like = keys[k - 2] == key_step ? NULL : p;
        l->list[k][i] = state_tensor(l->op, own, keys[k - 2], like);
        if (!l->list[k][i]) {
            return -1;
        }
    }
    return 0;
}

/* Appends a parameter with its gradient and its state: 0; 1 when it is left out. */
static int append(lists *l, int which, PyObject *param, PyObject *state,
                  PyObject *const *keys)
{
    if (!ct_py_is_tensor(param)) {
        PyErr_Format(PyExc_TypeError, "%s: expected parameters to be Tensors, got %s",
                     l->op, Py_TYPE(param)->tp_name);
        return -1;
    }
    ct_tensor *p = ct_py_tensor(param);
    if (!p->meta || !p->meta->grad) {
        return 0;
    }
    PyObject *own = NULL;
    if (l->count > 2 && !(own = state_of(l->op, state, param))) {
        return -1;
    }
    bool left_out = which != ALL && is_known(own, keys[0]) != (which == KNOWN);
    int status = PyErr_Occurred() ? -1 : left_out;
    if (status == 0) {
        status = append_known(l, p, own, keys);
    }
    Py_XDECREF(own);
    return status;
}

/* The lists of `params` (a list): parameters with a gradient, their gradients, and
 * their state under `keys`. Returns how many `which` left out, or -1. */
static int collect(lists *l, int which, PyObject *params, PyObject *state,
                   PyObject *const *keys)
{
    int left = 0;
    Py_ssize_t most = PyList_GET_SIZE(params);
    for (Py_ssize_t i = 0; i < most && i < PyList_GET_SIZE(params); i++) {
        PyObject *param = Py_NewRef(PyList_GET_ITEM(params, i));
        int status = append(l, which, param, state, keys);
        Py_DECREF(param);
        if (status < 0) {
            return -1;
        }
        left += status;
    }
    return left;
}

/* ---- running ------------------------------------------------------------ */

/* Runs a step whose first arguments are the lists; no part of the graph. */
static int run_step(ct_call *c, const lists *l)
{
    for (int k = 0; k < l->count; k++) {
        c->arg[k].tensors = (ct_tensors){l->n, l->list[k]};
    }
    bool recording = ct_grad_enabled_set(false);
    int status = l->n ? ct_call_run(c) : 0;
    ct_grad_enabled_set(recording);
    return status < 0 ? ct_py_raise_int() : 0;
}

/* Converts args[0..n) into v; floats. */
static int floats(PyObject *const *args, int n, double *v)
{
    for (int i = 0; i < n; i++) {
        v[i] = PyFloat_AsDouble(args[i]);
        if (v[i] == -1.0 && PyErr_Occurred()) {
            return -1;
        }
    }
    return 0;
}

static int truths(PyObject *const *args, int n, int *v)
{
    for (int i = 0; i < n; i++) {
        v[i] = PyObject_IsTrue(args[i]);
        if (v[i] < 0) {
            return -1;
        }
    }
    return 0;
}

static int check_arguments(const char *op, PyObject *const *args, Py_ssize_t n,
                           Py_ssize_t expected)
{
    if (n != expected) {
        PyErr_Format(PyExc_TypeError, "%s: expected %zd arguments, got %zd", op,
                     expected, n);
        return -1;
    }
    if (!PyList_Check(args[0]) || !PyDict_Check(args[1])) {
        PyErr_Format(PyExc_TypeError, "%s: expected a list and a dict, got %s and %s",
                     op, Py_TYPE(args[0])->tp_name, Py_TYPE(args[1])->tp_name);
        return -1;
    }
    return 0;
}

/* ---- SGD ---------------------------------------------------------------- */

/* One row call over the parameters that `which` takes; how many were left out. */
static int sgd_pass(ct_call *c, int which, PyObject *params, PyObject *state)
{
    lists l;
    bool momentum = c->arg[4].f != 0;
    if (lists_init(&l, "sgd_step", PyList_GET_SIZE(params), momentum ? 3 : 2) < 0) {
        return -1;
    }
    c->arg[9].i = which == FRESH;
    int left = collect(&l, momentum ? which : ALL, params, state, &key_momentum_buffer);
    if (left >= 0 && run_step(c, &l) < 0) {
        left = -1;
    }
    lists_release(&l);
    return left;
}

static PyObject *sgd_step(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    (void)self;
    double v[4];
    int flag[2];
    if (check_arguments("sgd_step", args, n, 8) < 0 || floats(args + 2, 4, v) < 0 ||
        truths(args + 6, 2, flag) < 0) {
        return NULL;
    }
    ct_call c;
    ct_call_init(&c, CT_ROW(sgd_step));
    c.given = (1u << 10) - 1;
    c.arg[2].tensors = (ct_tensors){0, NULL};
    for (int k = 0; k < 4; k++) {
        c.arg[3 + k].f = v[k];
    }
    c.arg[7].i = flag[0];
    c.arg[8].i = flag[1];
    int left = sgd_pass(&c, KNOWN, args[0], args[1]);
    if (left < 0 || (left > 0 && sgd_pass(&c, FRESH, args[0], args[1]) < 0)) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* ---- Adam --------------------------------------------------------------- */

static PyObject *adam_step(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    (void)self;
    double v[5];
    int flag[3]; /* amsgrad, maximize, decoupled */
    lists l;
    if (check_arguments("adam_step", args, n, 10) < 0 || floats(args + 2, 5, v) < 0 ||
        truths(args + 7, 3, flag) < 0 ||
        lists_init(&l, "adam_step", PyList_GET_SIZE(args[0]), flag[0] ? 6 : 5) < 0) {
        return NULL;
    }
    PyObject *keys[] = {key_step, key_exp_avg, key_exp_avg_sq, key_max_exp_avg_sq};
    ct_call c;
    ct_call_init(&c, CT_ROW(adam_step));
    c.given = (1u << 13) - 1;
    c.arg[5].tensors = (ct_tensors){0, NULL};
    for (int k = 0; k < 5; k++) {
        c.arg[6 + k].f = v[k];
    }
    c.arg[11].i = flag[1];
    c.arg[12].i = flag[2];
    int status = collect(&l, ALL, args[0], args[1], keys);
    if (status == 0) {
        status = run_step(&c, &l);
    }
    lists_release(&l);
    return status < 0 ? NULL : Py_NewRef(Py_None);
}

/* ---- the concept -------------------------------------------------------- */

static int init(PyObject *module)
{
    (void)module;
    key_momentum_buffer = PyUnicode_InternFromString("momentum_buffer");
    key_step = PyUnicode_InternFromString("step");
    key_exp_avg = PyUnicode_InternFromString("exp_avg");
    key_exp_avg_sq = PyUnicode_InternFromString("exp_avg_sq");
    key_max_exp_avg_sq = PyUnicode_InternFromString("max_exp_avg_sq");
    return key_momentum_buffer && key_step && key_exp_avg && key_exp_avg_sq &&
                   key_max_exp_avg_sq
               ? 0
               : -1;
}

#define FAST(function) (PyCFunction)(void (*)(void))(function), METH_FASTCALL

static PyMethodDef functions[] = {
    {"_optim_sgd", FAST(sgd_step),
     "_optim_sgd(params, state, lr, momentum, dampening, weight_decay, nesterov, "
     "maximize)\n--\n\nOne step of ctensor.optim.SGD over a list of parameters."},
    {"_optim_adam", FAST(adam_step),
     "_optim_adam(params, state, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize, "
     "decoupled)\n--\n\nOne step of ctensor.optim.Adam over a list of parameters."},
    {NULL, NULL, 0, NULL},
};

const ct_concept ct_optim_concept = {.functions = functions, .init = init};
