/* storage: the life of shared bytes; see NOTE [Blocks outlive tensors]. */
#include "core/storage.h"

#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "core/error.h"
#include "core/tensor.h"

static ct_storage *storage_make(void *data, size_t nbytes, ct_device device)
{
    ct_storage *s = calloc(1, sizeof *s);
    if (!s) {
        return ct_error_null(CT_ERR_MEMORY, "out of memory");
    }
    s->refcount = 1;
    s->data = data;
    s->nbytes = nbytes;
    s->device = (uint8_t)device;
    return s;
}

ct_storage *ct_storage_borrow(void *data, size_t nbytes, bool readonly,
                              void (*release)(ct_storage *), void *owner)
{
    ct_storage *s = storage_make(data, nbytes, CT_DEVICE_CPU);
    if (s) {
        s->release = release;
        s->owner = owner;
        s->flags = readonly ? CT_STORAGE_READONLY : 0;
    }
    return s;
}

ct_storage *ct_storage_new(size_t nbytes, ct_device device)
{
    void *data = ct_alloc(nbytes);
    if (!data) {
        return NULL;
    }
    ct_storage *s = storage_make(data, nbytes, device);
    if (!s) {
        ct_free(data, nbytes);
    }
    return s;
}

void (*ct_storage_forget)(ct_storage *);

void ct_storage_destroy(ct_storage *s)
{
    if (s->flags & CT_STORAGE_SAVED && ct_storage_forget) {
        ct_storage_forget(s);
    }
    ct_tensor *block = s->flags & CT_STORAGE_EMBEDDED
                           ? (ct_tensor *)((char *)s - offsetof(ct_tensor, own))
                           : NULL;
    if (s->release) {
        s->release(s);
    } else if (!block || s->data != block->inline_data) {
        ct_free(s->data, s->nbytes);
    }
    if (!block) {
        free(s);
    } else if (s->flags & CT_STORAGE_ORPHAN) {
        ct_object_free(CT_OBJECT_TENSOR, block);
    }
}
