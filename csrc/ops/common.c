/* common: checks that every family shares: devices, promotion, dtypes. */
#include "ops/op.h"
#include "rows/view.h"

static int check_one(ct_call *c, const ct_tensor *t, const ct_tensor **first)
{
    if (t->ndim == 0 && t->device == CT_DEVICE_CPU) {
        return 0; /* numbers may live on the host */
    }
    if (!*first) {
        *first = t;
        c->device = t->device;
        c->device_index = t->device_index;
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
    if (c->op == CT_ROW(copy_)) { /* from any to any */
        c->device = FIRST(c)->device;
        c->device_index = FIRST(c)->device_index;
        return 0;
    }
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

enum { DIMENSIONED, ZERO_DIM, WEAK };

/* How a tensor stands among operands, and as which dtype. */
static inline int standing_of(const ct_tensor *t, ct_dtype *dtype)
{
    *dtype = (ct_dtype)t->dtype;
    if (ct_tensor_is_weak(t)) {
        *dtype = weak_dtype(*dtype);
        return WEAK;
    }
    return t->ndim == 0 ? ZERO_DIM : DIMENSIONED;
}

static ct_dtype promote_standings(int n, ct_tensor *const *t)
{
    int standing[3] = {NONE, NONE, NONE};
    for (int i = 0; i < n; i++) {
        ct_dtype dtype;
        int *d = &standing[standing_of(t[i], &dtype)];
        *d = *d == NONE ? (int)dtype : (int)ct_dtype_promote((ct_dtype)*d, dtype);
    }
    return (ct_dtype)combine(standing[0], combine(standing[1], standing[2]));
}

/* Nearly always what stands highest has the highest category too, and decides. */
ct_dtype ct_promote_tensors(int n, ct_tensor *const *t)
{
    ct_dtype highest;
    int standing = standing_of(t[0], &highest);
    for (int i = 1; i < n; i++) {
        ct_dtype d, lower;
        int s = standing_of(t[i], &d);
        if (s == standing) {
            highest = ct_dtype_promote(highest, d);
            continue;
        }
        lower = s < standing ? highest : d;
        highest = s < standing ? d : highest;
        standing = s < standing ? s : standing;
        if (ct_dtype_category(lower) > ct_dtype_category(highest)) {
            return promote_standings(n, t);
        }
    }
    return highest;
}

const char *ct_cast_method(ct_dtype to)
{
    switch (to) {
    case CT_DTYPE_F16:
        return ".half()";
    case CT_DTYPE_BF16:
        return ".bfloat16()";
    case CT_DTYPE_F32:
        return ".float()";
    case CT_DTYPE_F64:
        return ".double()";
    default:
        return ".to(dtype)";
    }
}

int ct_check_dtype(const ct_call *c, bool ok, const char *expected, ct_dtype got)
{
    if (ok) {
        return 0;
    }
    return ct_error(CT_ERR_NOT_IMPLEMENTED, "%s: expected %s dtype, got %s",
                    c->op->name, expected, ct_dtype_name(got));
}
