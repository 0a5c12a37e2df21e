/* common: checks that every family shares: devices, promotion, dtypes. */
#include "ops/op.h"

static int check_one(ct_call *c, const ct_tensor *t, const ct_tensor **first)
{
    if (t->ndim == 0 && t->device == CT_DEVICE_CPU) {
        return 0; /* numbers may live on the host */
    }
    if (!*first) {
        *first = t;
        c->device = t->device;
        return 0;
    }
    if (t->device == (*first)->device && t->device_index == (*first)->device_index) {
        return 0;
    }
    char name[24];
    __builtin_snprintf(name, sizeof name, "%s",
                       ct_device_name((ct_device)t->device, t->device_index));
    return ct_error(
        CT_ERR_RUNTIME, "%s: expected all tensors on one device, got %s and %s",
        c->op->name,
        ct_device_name((ct_device)(*first)->device, (*first)->device_index), name);
}

int ct_check_devices(ct_call *c)
{
    const ct_tensor *first = NULL;
    for (uint32_t left = c->op->tensor_args & c->given; left; left &= left - 1) {
        int i = __builtin_ctz(left);
        if (!(c->op->list_args >> i & 1)) {
            if (check_one(c, c->arg[i].tensor, &first) < 0) {
                return -1;
            }
            continue;
        }
        ct_tensors list = c->arg[i].tensors;
        for (int64_t j = 0; j < list.n; j++) {
            if (list.v[j] && check_one(c, list.v[j], &first) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

/* ---- promotion ---------------------------------------------------------- */

#define NONE (-1)

/* PyTorch's order of standing: the higher category wins across standings, and within
 * a category the one of higher standing. */
static int combine(int higher, int lower)
{
    if (higher == NONE || lower == NONE) {
        return higher == NONE ? lower : higher;
    }
    ct_dtype h = (ct_dtype)higher, l = (ct_dtype)lower;
    if (ct_dtype_category(h) >= ct_dtype_category(l)) {
        return higher;
    }
    if (ct_dtype_is_floating(h)) { /* lower is complex */
        return ct_dtype_to_complex(h);
    }
    return ct_dtype_promote(h, l);
}

/* What a Python number counts as. */
static ct_dtype weak_dtype(ct_dtype d)
{
    if (ct_dtype_is_floating(d)) {
        return ct_dtype_default();
    }
    return ct_dtype_is_complex(d) ? ct_dtype_default_complex() : d;
}

/* All standings, step by step. */
static ct_dtype promote_standings(int n, ct_tensor *const *t)
{
    int standing[3] = {NONE, NONE, NONE}; /* dimensioned, 0-d, weak */
    for (int i = 0; i < n; i++) {
        bool weak = ct_tensor_is_weak(t[i]);
        int *d = &standing[weak ? 2 : t[i]->ndim == 0];
        ct_dtype dtype = (ct_dtype)t[i]->dtype;
        dtype = weak ? weak_dtype(dtype) : dtype;
        *d = *d == NONE ? (int)dtype : (int)ct_dtype_promote((ct_dtype)*d, dtype);
    }
    return (ct_dtype)combine(standing[0], combine(standing[1], standing[2]));
}

ct_dtype ct_promote_tensors(int n, ct_tensor *const *t)
{
    int dimensioned = NONE;
    ct_category others = CT_CATEGORY_BOOLEAN;
    for (int i = 0; i < n; i++) {
        ct_dtype d = (ct_dtype)t[i]->dtype;
        if (t[i]->ndim == 0 || ct_tensor_is_weak(t[i])) {
            others = ct_dtype_category(d) > others ? ct_dtype_category(d) : others;
        } else {
            dimensioned = dimensioned == NONE
                              ? (int)d
                              : (int)ct_dtype_promote((ct_dtype)dimensioned, d);
        }
    }
    if (dimensioned != NONE && ct_dtype_category((ct_dtype)dimensioned) >= others) {
        return (ct_dtype)dimensioned; /* nearly always */
    }
    return promote_standings(n, t);
}

int ct_check_dtype(const ct_call *c, bool ok, const char *expected, ct_dtype got)
{
    if (ok) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME, "%s: expected %s dtype, got %s", c->op->name,
                    expected, ct_dtype_name(got));
}
