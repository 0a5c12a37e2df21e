/* device: which device's functions do what is asked; see device.h. */
#include "core/device.h"

static const ct_device_functions *devices[CT_DEVICE_COUNT];

void ct_device_register(ct_device device, const ct_device_functions *functions)
{
    devices[device] = functions;
}

/* ---- plain data --------------------------------------------------------------- */

int ct_tensor_copy_data(ct_tensor *dst, ct_tensor *src)
{
    if (dst->device == src->device) {
        return devices[dst->device]->copy(dst, src);
    }
    ct_device device = (ct_device)(dst->device ? dst->device : src->device);
    return devices[device]->copy_across(dst, src);
}

int ct_tensor_fill(ct_tensor *out, const void *value)
{
    return devices[out->device]->fill(out, value);
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
