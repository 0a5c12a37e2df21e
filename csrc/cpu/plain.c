/* plain: operands and results as kernels take them; see plain.h. */
#include "cpu/plain.h"

#include "core/device.h"

ct_tensor *ct_plain_keep(ct_plain *p, ct_tensor *t)
{
    p->failed |= !t;
    if (t) {
        p->out[p->n] = NULL;
        p->held[p->n++] = t;
    }
    return t;
}

void *ct_plain_read(ct_plain *p, ct_tensor *t, ct_dtype d)
{
    ct_tensor *held =
        t && !p->failed ? ct_plain_keep(p, ct_tensor_prepare(t, d)) : NULL;
    return held ? held->data : NULL;
}

void *ct_plain_write(ct_plain *p, ct_tensor *out, ct_dtype d)
{
    if (p->failed) {
        return NULL;
    }
    bool itself = out->dtype == d && ct_tensor_is_contiguous(out);
    ct_tensor *held =
        ct_plain_keep(p, itself ? ct_newref(out) : ct_tensor_new_like(out, d));
    if (held) {
        p->out[p->n - 1] = out;
    }
    return held ? held->data : NULL;
}

int ct_plain_end(ct_plain *p, int status)
{
    for (int i = 0; i < p->n; i++) {
        if (status == 0 && p->out[i] && p->out[i] != p->held[i]) {
            status = ct_tensor_copy_data(p->out[i], p->held[i]);
        }
        ct_decref(p->held[i]);
    }
    return status;
}
