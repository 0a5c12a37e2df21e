/* copy: copies, casts and fills of any layout, within a device, between devices, and to and
 * from the host. */
#include <string.h>

#include "host.h"

/* kernels/copy.cu */
void ct_cuda_copy_loop(const ct_device_loop *loop, int size, bool packed, void *stream);
void ct_cuda_cast_loop(const ct_device_loop *loop, void *stream);
void ct_cuda_fill_loop(const ct_device_loop *loop, int size, void *stream);

/* ---- within a device ------------------------------------------------------------ */

typedef struct copying {
    const ct_plan_operand *operands;
    cudaStream_t stream;
} copying;

static int run_copy(ct_device_loop *loop, void *context)
{
    const copying *c = context;
    const ct_tensor *to = c->operands[0].t, *from = c->operands[1].t;
    if (to->dtype == from->dtype) {
        bool packed = ct_plan_is_packed(loop, c->operands);
        ct_cuda_copy_loop(loop, (int)ct_tensor_itemsize(to), packed, c->stream);
    } else {
        ct_cuda_cast_loop(loop, c->stream);
    }
    return 0;
}

/* Where dst and src share memory but not place by place, src is copied first. */
static int copy_apart(ct_tensor *dst, ct_tensor *src)
{
    ct_tensor *apart = ct_tensor_new_like(src, (ct_dtype)src->dtype);
    int status = apart ? ct_cuda_copy(apart, src) : -1;
    status = status == 0 ? ct_cuda_copy(dst, apart) : -1;
    if (apart) {
        ct_decref(apart);
    }
    return status;
}

int ct_cuda_copy(ct_tensor *dst, ct_tensor *src)
{
    if (dst->numel == 0 || ct_tensor_same_memory(dst, src)) {
        return 0;
    }
    if (dst->device_index != src->device_index) {
        return ct_cuda_copy_peer(dst, src);
    }
    if (ct_tensor_overlap(dst, src)) {
        return copy_apart(dst, src);
    }
    if (ct_cuda_use(dst->device_index) < 0) {
        return -1;
    }
    ct_plan_operand operands[] = {{dst, (ct_dtype)dst->dtype},
                                  {src, (ct_dtype)dst->dtype}};
    copying c = {operands, ct_cuda_stream(dst->device_index)};
    return ct_plan(2, operands, run_copy, &c);
}

/* ---- between devices ------------------------------------------------------------ */

/* The stream of one device goes on when that of the other has come so far. */
static int order(int first, int then)
{
    cudaEvent_t event;
    if (ct_cuda_use(first) < 0 ||
        ct_cuda_check("an event",
                      cudaEventCreateWithFlags(&event, cudaEventDisableTiming)) < 0) {
        return -1;
    }
    int status =
        ct_cuda_check("an event", cudaEventRecord(event, ct_cuda_stream(first)));
    if (status == 0 && ct_cuda_use(then) == 0) {
        status = ct_cuda_check("a stream that waits",
                               cudaStreamWaitEvent(ct_cuda_stream(then), event, 0));
    }
    cudaEventDestroy(event);
    return status;
}

/* Packed on its own device, moved, and laid out there. */
int ct_cuda_copy_peer(ct_tensor *dst, ct_tensor *src)
{
    int from = src->device_index, to = dst->device_index;
    ct_tensor *packed = ct_tensor_prepare(src, (ct_dtype)dst->dtype), *moved = NULL;
    int status = packed ? order(from, to) : -1;
    if (status == 0) {
        moved = ct_tensor_new("copy", (ct_dtype)packed->dtype, packed->ndim,
                              packed->shape, CT_PLACE(dst));
        status = moved ? ct_cuda_use(to) : -1;
    }
    if (status == 0) {
        size_t n = (size_t)(packed->numel * ct_tensor_itemsize(packed));
        status = ct_cuda_check("a copy between devices",
                               cudaMemcpyPeerAsync(moved->data, to, packed->data, from,
                                                   n, ct_cuda_stream(to)));
    }
    status = status == 0 ? order(to, from) : -1; /* before packed is used again */
    status = status == 0 ? ct_cuda_copy(dst, moved) : -1;
    ct_xdecref(packed);
    ct_xdecref(moved);
    return status;
}

/* ---- to and from the host -------------------------------------------------------- */

/* Bytes of pageable memory are read before the call returns; those of pinned memory, and
 * what is written, while it runs: the host waits, unless it need not (non_blocking). */
static int move_bytes(char *to, const char *from, const ct_tensor *like, int index,
                      enum cudaMemcpyKind kind)
{
    size_t n = (size_t)(like->numel * ct_tensor_itemsize(like));
    if (ct_cuda_use(index) < 0) {
        return -1;
    }
    cudaStream_t stream = ct_cuda_stream(index);
    const char *host = kind == cudaMemcpyDeviceToHost ? to : from;
    bool pinned = ct_cuda_is_pinned(host);
    if (ct_cuda_check("a copy", cudaMemcpyAsync(to, from, n, kind, stream)) < 0) {
        return -1;
    }
    if (pinned ? ct_copies_run_on() && ct_cuda_pinned_use(host, index, stream)
               : kind == cudaMemcpyHostToDevice) {
        return 0;
    }
    int status = ct_cuda_check("a copy", cudaStreamSynchronize(stream));
    return status == 0 ? ct_cuda_waited(index) : -1;
}

/* Packed and cast where they are, then moved into dst or, unless that is packed, beside
 * it. */
static int copy_moved(ct_tensor *dst, ct_tensor *src, int index,
                      enum cudaMemcpyKind kind)
{
    ct_tensor *packed = ct_tensor_prepare(src, (ct_dtype)dst->dtype), *moved = NULL;
    bool whole = packed && ct_tensor_is_contiguous(dst) && packed->numel == dst->numel;
    if (packed && whole) {
        moved = ct_newref(dst);
    } else if (packed) {
        moved = ct_tensor_new("copy", (ct_dtype)packed->dtype, packed->ndim,
                              packed->shape, CT_PLACE(dst));
    }
    int status =
        moved ? move_bytes(moved->data, packed->data, packed, index, kind) : -1;
    if (status == 0 && !whole) {
        status = ct_tensor_copy_data(dst, moved);
    }
    ct_xdecref(packed);
    ct_xdecref(moved);
    return status;
}

int ct_cuda_copy_across(ct_tensor *dst, ct_tensor *src)
{
    if (dst->numel == 0) {
        return 0;
    }
    bool to_host = src->device == CT_DEVICE_CUDA;
    if (!to_host && src->numel == 1) {
        char value[16];
        ct_scalar_store((ct_dtype)dst->dtype, value, ct_tensor_operand(src));
        return ct_cuda_fill(dst, value);
    }
    return copy_moved(dst, src, to_host ? src->device_index : dst->device_index,
                      to_host ? cudaMemcpyDeviceToHost : cudaMemcpyHostToDevice);
}

int ct_cuda_read(const ct_tensor *t, void *value)
{
    if (ct_cuda_use(t->device_index) < 0) {
        return -1;
    }
    cudaStream_t stream = ct_cuda_stream(t->device_index);
    size_t n = (size_t)ct_tensor_itemsize(t);
    int status = ct_cuda_check(
        "reading", cudaMemcpyAsync(value, t->data, n, cudaMemcpyDeviceToHost, stream));
    status = status == 0 ? ct_cuda_check("reading", cudaStreamSynchronize(stream)) : -1;
    return status == 0 ? ct_cuda_waited(t->device_index) : -1;
}

/* ---- fills ------------------------------------------------------------------------ */

typedef struct filling {
    int size;
    const void *value;
    cudaStream_t stream;
} filling;

static int run_fill(ct_device_loop *loop, void *context)
{
    const filling *f = context;
    memcpy(loop->op[1].value, f->value, (size_t)f->size);
    ct_cuda_fill_loop(loop, f->size, f->stream);
    return 0;
}

static bool all_bytes_are(const char *value, int64_t n)
{
    for (int64_t i = 1; i < n; i++) {
        if (value[i] != value[0]) {
            return false;
        }
    }
    return true;
}

int ct_cuda_fill(ct_tensor *out, const void *value)
{
    int64_t size = ct_tensor_itemsize(out);
    if (out->numel == 0 || ct_cuda_use(out->device_index) < 0) {
        return out->numel == 0 ? 0 : -1;
    }
    cudaStream_t stream = ct_cuda_stream(out->device_index);
    if (ct_tensor_is_contiguous(out) && all_bytes_are(value, size)) {
        return ct_cuda_check("a fill",
                             cudaMemsetAsync(out->data, *(const unsigned char *)value,
                                             (size_t)(out->numel * size), stream));
    }
    ct_plan_operand operands[] = {{out, (ct_dtype)out->dtype}};
    filling f = {(int)size, value, stream};
    return ct_plan(1, operands, run_fill, &f);
}
