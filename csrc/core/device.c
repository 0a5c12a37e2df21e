/* device: which device's functions do what is asked; see device.h. */
#include "core/device.h"

#include "core/event.h"
#include "core/runtime.h"

#define CT_HAS_DEVICE(id, name) extern const ct_device_functions ct_##name##_device;
#include "core/devices.def"
#undef CT_HAS_DEVICE

const ct_device_functions *ct_devices[CT_DEVICE_COUNT] = {
#define CT_HAS_DEVICE(id, name) [CT_DEVICE_##id] = &ct_##name##_device,
#include "core/devices.def"
#undef CT_HAS_DEVICE
};

int ct_device_register(ct_device device, const ct_device_functions *functions)
{
    ct_devices[device] = functions;
    int status = functions->init();
    if (status < 0) {
        ct_devices[device] = NULL;
    }
    return status;
}

int ct_devices_init(void)
{
    int status = 0;
#define CT_HAS_DEVICE(id, name)                                           \
    if (status == 0) {                                                    \
        status = ct_device_register(CT_DEVICE_##id, &ct_##name##_device); \
    }
#include "core/devices.def"
#undef CT_HAS_DEVICE
    return status;
}

int ct_device_index(ct_device device, int index)
{
    const ct_device_functions *f = ct_devices[device];
    return index >= 0 ? index : f && f->current ? f->current(-1) : 0;
}

int ct_device_synchronize(ct_device_place place)
{
    const ct_device_functions *device = ct_devices[place.device];
    return device->synchronize ? device->synchronize(place.device_index) : 0;
}

static CT_THREAD_LOCAL ct_device_place chosen;

ct_device_place ct_device_default(void)
{
    return chosen;
}

ct_device_place ct_device_default_set(ct_device_place place)
{
    ct_device_place before = chosen;
    chosen = place;
    return before;
}

/* ---- the host's view ---------------------------------------------------------- */

bool ct_tensor_has_values(const ct_tensor *t)
{
    return t->device != CT_DEVICE_META;
}

static int no_values(const char *op)
{
    return ct_error(CT_ERR_NOT_IMPLEMENTED,
                    "%s: expected a tensor with values, got a meta tensor, which has a "
                    "shape and a dtype but no data",
                    op);
}

const void *ct_tensor_element(const char *op, const ct_tensor *t, void *room)
{
    if (!ct_tensor_is_weak(t)) { /* Python's numbers are known */
        ct_event_read(op, t);
    }
    if (t->device == CT_DEVICE_CPU) {
        return t->data;
    }
    if (!ct_tensor_has_values(t)) {
        no_values(op);
        return NULL;
    }
    return ct_devices[t->device]->read(t, room) < 0 ? NULL : room;
}

static __attribute__((noinline)) int read_elsewhere(const char *op, const ct_tensor *t,
                                                    ct_scalar *value)
{
    _Alignas(16) char room[16];
    const void *element = ct_tensor_element(op, t, room);
    if (element) {
        *value = ct_scalar_load((ct_dtype)t->dtype, element);
    }
    return element ? 0 : -1;
}

int ct_tensor_read(const char *op, const ct_tensor *t, ct_scalar *value)
{
    const void *near = ct_tensor_element_near(t);
    if (!near) {
        return read_elsewhere(op, t, value);
    }
    *value = ct_scalar_load((ct_dtype)t->dtype, near);
    return 0;
}

bool ct_tensor_number(const char *op, const ct_tensor *t, ct_scalar *value)
{
    return t->ndim == 0 && t->device == CT_DEVICE_CPU &&
           ct_tensor_read(op, t, value) == 0;
}

ct_scalar ct_tensor_operand(const ct_tensor *number)
{
    return ct_scalar_load((ct_dtype)number->dtype, number->data);
}

int ct_tensor_to_host(const char *op, const ct_tensor *t)
{
    if (t->device == CT_DEVICE_CPU) {
        ct_event_read(op, t);
        return 0;
    }
    if (!ct_tensor_has_values(t)) {
        return no_values(op);
    }
    return ct_error(CT_ERR_TYPE,
                    "%s: expected a tensor in the host's memory, got one on %s; use "
                    ".cpu() first",
                    op, ct_device_name((ct_device)t->device, t->device_index));
}

ct_tensor *ct_tensor_on_host(const char *op, ct_tensor *t)
{
    if (t->device == CT_DEVICE_CPU || !ct_tensor_has_values(t)) {
        return ct_tensor_to_host(op, t) < 0 ? NULL : ct_newref(t);
    }
    ct_event_read(op, t);
    ct_tensor *copy =
        ct_tensor_new(op, (ct_dtype)t->dtype, t->ndim, t->shape, CT_DEVICE_CPU);
    if (copy && ct_tensor_copy_data(copy, t) < 0) {
        ct_decref(copy);
        return NULL;
    }
    return copy;
}

/* ---- plain data --------------------------------------------------------------- */

static inline int copy_data(ct_tensor *dst, ct_tensor *src)
{
    if (dst->device == src->device) {
        return ct_devices[dst->device]->copy(dst, src);
    }
    ct_device device = (ct_device)(dst->device ? dst->device : src->device);
    return ct_devices[device]->copy_across(dst, src);
}

static __attribute__((noinline)) int copy_heard(ct_tensor *dst, ct_tensor *src)
{
    ct_event e = {.kind = CT_EVENT_COPY,
                  .name = dst->dtype == src->dtype ? "[copy]" : "[cast]",
                  .to = dst,
                  .from = src,
                  .bytes = dst->numel * ct_tensor_itemsize(dst)};
    if (ct_tensor_same_memory(dst, src)) { /* nothing is copied */
        return copy_data(dst, src);
    }
    ct_event_begin(&e);
    int status = copy_data(dst, src);
    ct_event_end(&e, status);
    return status;
}

int ct_tensor_copy_data(ct_tensor *dst, ct_tensor *src)
{
    return ct_event_heard(CT_EVENT_COPY) ? copy_heard(dst, src) : copy_data(dst, src);
}

/* ---- copies that run on, and memory for them ---------------------------------- */

static CT_THREAD_LOCAL bool run_on_now;

bool ct_copies_run_on(void)
{
    return run_on_now;
}

int ct_tensor_copy_run_on(ct_tensor *dst, ct_tensor *src, bool run_on)
{
    run_on_now = run_on;
    int status = ct_tensor_copy_data(dst, src);
    run_on_now = false;
    return status;
}

/* The device that pins memory; NULL where none does. */
static const ct_device_functions *pinning(void)
{
    for (int i = 0; i < CT_DEVICE_COUNT; i++) {
        if (ct_devices[i] && ct_devices[i]->pin) {
            return ct_devices[i];
        }
    }
    return NULL;
}

bool ct_tensor_is_pinned(const ct_tensor *t)
{
    const ct_device_functions *f = pinning();
    return f && t->device == CT_DEVICE_CPU && f->is_pinned(t->data);
}

static void release_pinned(ct_storage *s)
{
    const ct_device_functions *f = s->owner;
    f->unpin(s->data);
}

ct_tensor *ct_tensor_pin(ct_tensor *t)
{
    const ct_device_functions *f = pinning();
    if (!f || t->device != CT_DEVICE_CPU) {
        return ct_error_null(
            CT_ERR_RUNTIME, "pin_memory: expected a tensor on the CPU%s, got one on %s",
            f ? "" : " and an accelerator",
            ct_device_name((ct_device)t->device, t->device_index));
    }
    if (ct_tensor_is_pinned(t)) {
        return ct_newref(t);
    }
    int64_t strides[CT_MAX_NDIM], size = ct_tensor_itemsize(t);
    size_t n = (size_t)(t->numel * size);
    char *data = f->pin(n);
    ct_storage *s =
        data ? ct_storage_borrow(data, n, false, release_pinned, (void *)f) : NULL;
    if (!s) {
        return NULL;
    }
    ct_shape_strides(t->ndim, t->shape, size, strides);
    ct_tensor *pinned =
        ct_tensor_from_storage(s, (ct_dtype)t->dtype, t->ndim, t->shape, strides, data);
    if (pinned && ct_tensor_copy_data(pinned, t) < 0) {
        ct_clear(&pinned);
    }
    return pinned;
}

int ct_tensor_fill(ct_tensor *out, const void *value)
{
    if (!ct_event_heard(CT_EVENT_FILL)) {
        return ct_devices[out->device]->fill(out, value);
    }
    ct_event e = {.kind = CT_EVENT_FILL,
                  .name = "[fill]",
                  .to = out,
                  .bytes = out->numel * ct_tensor_itemsize(out)};
    ct_event_begin(&e);
    int status = ct_devices[out->device]->fill(out, value);
    ct_event_end(&e, status);
    return status;
}

static ct_tensor *fresh_copy(ct_tensor *t, ct_dtype dtype)
{
    ct_tensor *copy = ct_tensor_new_like(t, dtype);
    if (copy && ct_tensor_copy_data(copy, t) < 0) {
        ct_decref(copy);
        return NULL;
    }
    return copy;
}

ct_tensor *ct_tensor_contiguous(ct_tensor *t)
{
    return ct_tensor_is_contiguous(t) ? ct_newref(t)
                                      : fresh_copy(t, (ct_dtype)t->dtype);
}

ct_tensor *ct_tensor_cast(ct_tensor *t, ct_dtype dtype)
{
    return t->dtype == dtype ? ct_newref(t) : fresh_copy(t, dtype);
}

ct_tensor *ct_tensor_prepare(ct_tensor *t, ct_dtype dtype)
{
    bool ready = t->dtype == dtype && ct_tensor_is_contiguous(t);
    return ready ? ct_newref(t) : fresh_copy(t, dtype);
}
