/* storage: the life of shared bytes; see NOTE [Blocks outlive tensors]. */
#include "core/storage.h"

#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "core/device.h"
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

/* NOTE [Chains of owners] The owner of borrowed bytes may be the last user of another
 * storage, and so on: from_numpy(t.numpy()), many times over. So a chain of any length
 * ends with bounded stack: beyond a depth, storages wait in the thread's list, linked
 * through `data`, until the outermost has ended. */
#define DEPTH_MAX 64
static CT_THREAD_LOCAL struct {
    int depth;
    ct_storage *waiting;
} ending;

static void borrowed_end(ct_storage *s)
{
    ct_error_state error;
    ct_error_lay_by(&error);
    s->release(s);
    ct_error_take_up(&error);
    free(s);
}

static void borrowed_destroy(ct_storage *s)
{
    if (ending.depth >= DEPTH_MAX) {
        s->data = (char *)ending.waiting;
        ending.waiting = s;
        return;
    }
    ending.depth++;
    borrowed_end(s);
    while (ending.depth == 1 && ending.waiting) {
        s = ending.waiting;
        ending.waiting = (ct_storage *)(void *)s->data;
        borrowed_end(s);
    }
    ending.depth--;
}

void ct_storage_destroy(ct_storage *s)
{
    if (s->flags & CT_STORAGE_SAVED && ct_storage_forget) {
        ct_storage_forget(s);
    }
    if (s->release) { /* never embedded */
        borrowed_destroy(s);
        return;
    }
    ct_tensor *block = s->flags & CT_STORAGE_EMBEDDED
                           ? (ct_tensor *)((char *)s - offsetof(ct_tensor, own))
                           : NULL;
    if (s->device != CT_DEVICE_CPU) {
        ct_device_of((ct_device)s->device)->free(s->data, s->nbytes, s->device_index);
    } else if (!block || s->data != block->inline_data) {
        ct_free(s->data, s->nbytes);
    }
    if (!block) {
        free(s);
    } else if (s->flags & CT_STORAGE_ORPHAN) {
        ct_object_free(CT_OBJECT_TENSOR, block);
    }
}

static CT_THREAD_LOCAL ct_storage *later; /* linked through `data`, if borrowed */

void ct_storage_decref_later(ct_storage *s)
{
    if (--s->refcount > 0) {
        return;
    }
    if (!s->release) { /* no code runs at its end */
        ct_storage_destroy(s);
        return;
    }
    s->data = (char *)later;
    later = s;
}

void ct_storage_settle(void)
{
    while (later) {
        ct_storage *s = later;
        later = (ct_storage *)(void *)s->data;
        ct_storage_destroy(s);
    }
}
