/* ready: operands and results as kernels take them; see ready.h. */
#include "ready.h"

void ct_ready_begin(ct_ready *r, const ct_tensor *place)
{
    r->n = 0;
    r->index = place->device_index;
    r->failed = ct_cuda_use(r->index) < 0;
    r->stream = ct_cuda_stream(r->index);
}

ct_tensor *ct_ready_keep(ct_ready *r, ct_tensor *t)
{
    r->failed |= !t;
    if (t) {
        r->out[r->n] = NULL;
        r->held[r->n++] = t;
    }
    return t;
}

/* A number of the host's on the device. */
static ct_tensor *number_there(const ct_ready *r, ct_tensor *t, ct_dtype d)
{
    ct_device_place place = {CT_DEVICE_CUDA, (uint8_t)r->index};
    ct_tensor *there = ct_tensor_new("number", d, t->ndim, t->shape, CT_PLACE(&place));
    if (there && ct_tensor_copy_data(there, t) < 0) {
        ct_clear(&there);
    }
    return there;
}

void *ct_ready_read(ct_ready *r, ct_tensor *t, ct_dtype d)
{
    if (!t || r->failed) {
        return NULL;
    }
    ct_tensor *held =
        ct_ready_keep(r, t->device == CT_DEVICE_CUDA ? ct_tensor_prepare(t, d)
                                                     : number_there(r, t, d));
    return held ? held->data : NULL;
}

void *ct_ready_write(ct_ready *r, ct_tensor *out, ct_dtype d)
{
    if (r->failed) {
        return NULL;
    }
    bool itself = out->dtype == d && ct_tensor_is_contiguous(out);
    ct_tensor *held =
        ct_ready_keep(r, itself ? ct_newref(out) : ct_tensor_new_like(out, d));
    if (held) {
        r->out[r->n - 1] = out;
    }
    return held ? held->data : NULL;
}

void *ct_ready_room(ct_ready *r, int64_t bytes)
{
    if (r->failed) {
        return NULL;
    }
    int64_t words = bytes / 8 + 1;
    ct_device_place place = {CT_DEVICE_CUDA, (uint8_t)r->index};
    ct_tensor *room = ct_ready_keep(
        r, ct_tensor_new("room", CT_DTYPE_I64, 1, &words, CT_PLACE(&place)));
    return room ? room->data : NULL;
}

void *ct_ready_send(ct_ready *r, const void *data, int64_t bytes)
{
    void *room = ct_ready_room(r, bytes);
    if (room && bytes) {
        r->failed |= ct_cuda_check("a table", cudaMemcpyAsync(room, data, (size_t)bytes,
                                                              cudaMemcpyHostToDevice,
                                                              r->stream)) < 0;
    }
    return room;
}

int ct_ready_word(ct_ready *r, const int64_t *from, int64_t *value)
{
    ct_tensor *held = NULL;
    for (int i = 0; i < r->n && !held; i++) {
        ct_tensor *t = r->held[i];
        int64_t at = (const char *)from - t->data;
        bool inside = at >= 0 && at < t->numel * ct_tensor_itemsize(t);
        held = inside && t->dtype == CT_DTYPE_I64 ? t : NULL;
    }
    ct_scalar s = {.i = 0};
    ct_tensor *word = held ? ct_tensor_alias(held, 0, NULL, NULL, (char *)from) : NULL;
    int status = word ? ct_tensor_read("a count", word, &s) : -1;
    *value = s.i;
    ct_xdecref(word);
    return status;
}

void ct_ready_let(ct_ready *r, int n)
{
    while (r->n > n) {
        ct_decref(r->held[--r->n]);
    }
}

int ct_ready_few(const ct_call *c, int64_t numel)
{
    return numel <= INT32_MAX
               ? 0
               : ct_error(CT_ERR_NOT_IMPLEMENTED,
                          "%s: expected fewer than 2^31 elements on cuda", c->op->name);
}

int ct_ready_drop(ct_ready *r)
{
    for (int i = 0; i < r->n; i++) {
        r->out[i] = NULL;
    }
    return ct_ready_end(r);
}

int ct_ready_end(ct_ready *r)
{
    int status = r->failed ? -1 : 0;
    for (int i = 0; i < r->n; i++) {
        if (status == 0 && r->out[i] && r->out[i] != r->held[i]) {
            status = ct_tensor_copy_data(r->out[i], r->held[i]);
        }
        ct_decref(r->held[i]);
    }
    return status;
}

bool ct_ready_packs(int64_t bytes, int n, const void *const *data)
{
    uintptr_t all = (uintptr_t)bytes;
    for (int i = 0; i < n; i++) {
        all |= (uintptr_t)data[i];
    }
    return all % 16 == 0;
}
