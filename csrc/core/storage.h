/* storage: bytes that tensors share, counted, versioned, owned or borrowed.
 *
 * A storage lives inside the tensor that created it (tensor.h, `own`), or on its
 * own (ct_storage_borrow). `version` counts in-place writes by any tensor that
 * shares the bytes; autograd compares it. Borrowed bytes belong to an exporter
 * that `release` lets go. A read-only storage refuses every write. */
#ifndef CT_CORE_STORAGE_H
#define CT_CORE_STORAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum ct_device {
    CT_DEVICE_CPU,
    CT_DEVICE_CUDA,
    CT_DEVICE_META,
    CT_DEVICE_COUNT
} ct_device;

/* A device with its index in the bits above: what makes tensors takes one. x has both. */
#define CT_PLACE(x) ((ct_device)((x)->device | (x)->device_index << 8))

enum {
    CT_STORAGE_READONLY = 1,
    CT_STORAGE_EMBEDDED = 2, /* part of a ct_tensor's block */
    CT_STORAGE_ORPHAN = 4, /* embedded, and that tensor is dead */
    CT_STORAGE_SAVED = 8, /* some graph node saved it: record who writes */
};

typedef struct ct_storage ct_storage;
struct ct_storage {
    int64_t refcount;
    char *data;
    size_t nbytes;
    uint32_t version;
    uint8_t device;
    uint8_t device_index;
    uint16_t flags;
    void (*release)(ct_storage *); /* NULL: bytes from ct_alloc or inline */
    void *owner; /* for release */
};

/* A storage of its own over foreign bytes; `release(s)` runs when the last user
 * is gone, on any thread, with the interpreter lock held. */
ct_storage *ct_storage_borrow(void *data, size_t nbytes, bool readonly,
                              void (*release)(ct_storage *), void *owner);
/* A storage of its own with fresh bytes. */
ct_storage *ct_storage_new(size_t nbytes, ct_device device);

static inline ct_storage *ct_storage_incref(ct_storage *s)
{
    s->refcount++;
    return s;
}
/* Told when a storage flagged CT_STORAGE_SAVED dies; set by autograd. */
extern void (*ct_storage_forget)(ct_storage *s);
void ct_storage_destroy(ct_storage *s);
static inline void ct_storage_decref(ct_storage *s)
{
    if (--s->refcount == 0) {
        ct_storage_destroy(s);
    }
}
/* For the middle of an operation, which the code of a dying owner must not disturb
 * (NOTE [Foreign code]): a borrowed storage ends at the thread's next settle. */
void ct_storage_decref_later(ct_storage *s);
void ct_storage_settle(void);

#endif
