/* images: tensors with their channels in planes or side by side; see images.h. */
#include "cpu/images.h"

#include "core/layout.h"

bool ct_images_last(const ct_tensor *t, ct_dtype d, int64_t dims)
{
    ct_memory_format format =
        t->ndim == 4 ? CT_FORMAT_CHANNELS_LAST : CT_FORMAT_CHANNELS_LAST_3D;
    return t->dtype == d && t->ndim == dims + 2 && (t->ndim == 4 || t->ndim == 5) &&
           !ct_tensor_is_contiguous(t) && ct_layout_is(t, format);
}

void *ct_images_read(ct_plain *p, ct_tensor *t, ct_dtype d, bool last)
{
    if (!last || p->failed) {
        return ct_plain_read(p, t, d);
    }
    return ct_plain_keep(p, ct_newref(t))->data;
}

void *ct_images_write(ct_plain *p, ct_tensor *t, ct_dtype d, bool last)
{
    if (!last || p->failed) {
        return ct_plain_write(p, t, d);
    }
    return ct_plain_keep(p, ct_newref(t))->data;
}

ct_tensor *ct_images_view(ct_images *v, ct_tensor *t)
{
    int64_t shape[CT_MAX_NDIM], strides[CT_MAX_NDIM];
    int n = 0;
    for (int i = 0; i < t->ndim; i++) {
        if (i != 1) {
            shape[n] = t->shape[i];
            strides[n++] = t->strides[i];
        }
    }
    shape[n] = t->shape[1];
    strides[n++] = t->strides[1];
    ct_tensor *view = ct_tensor_alias(t, n, shape, strides, t->data);
    if (view) {
        v->view[v->n++] = view;
    }
    return view;
}

void *ct_images_side_by_side(ct_images *v, ct_plain *p, ct_tensor *t, ct_dtype d,
                             bool written)
{
    ct_tensor *view = p->failed ? NULL : ct_images_view(v, t);
    p->failed |= !view;
    return written ? ct_plain_write(p, view, d) : ct_plain_read(p, view, d);
}

void ct_images_drop(ct_images *v)
{
    for (int i = 0; i < v->n; i++) {
        ct_decref(v->view[i]);
    }
    v->n = 0;
}
