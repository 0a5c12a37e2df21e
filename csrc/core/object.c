/* object: allocation of tensors and graph nodes from free lists.
 *
 * Blocks are kept by size class, so the head stays as Python made it: a block from a
 * list needs only a fresh count. Lists are bounded; what exceeds them goes back. */
#include "core/object.h"

#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "core/error.h"

#define CLASS_BYTES 64
#define CLASS_COUNT 16   /* blocks up to 1 KiB */
#if defined(__SANITIZE_ADDRESS__)
#define LIST_LIMIT 0 /* so that the use of a dead object is seen */
#else
#define LIST_LIMIT 2048 /* blocks per class */
#endif

struct ct_object_class ct_object_classes[2];

/* A free block's link lies behind the head, which must survive. */
typedef struct free_block {
    CT_OBJECT_VAR_HEAD
    struct free_block *next;
} free_block;

static struct {
    free_block *first;
    int count;
} lists[2][CLASS_COUNT];

static size_t size_class(size_t size)
{
    return (size + CLASS_BYTES - 1) / CLASS_BYTES;
}

#ifdef CT_STANDALONE

static void *fresh(ct_object_kind kind, size_t size)
{
    ct_object *o = malloc(size);
    if (!o) {
        return ct_error_null(CT_ERR_MEMORY, "out of memory");
    }
    o->refcount = 1;
    o->dealloc = ct_object_classes[kind].dealloc;
    if (kind == CT_OBJECT_NODE) {
        ((ct_var_object *)o)->ob_size = (int64_t)size;
    }
    return o;
}

void ct_object_revive(void *o)
{
    ((ct_object *)o)->refcount = 1;
}

static void discard(void *o)
{
    free(o);
}
static size_t node_size(void *o)
{
    return (size_t)((ct_var_object *)o)->ob_size;
}
void ct_object_track(void *object)
{
    (void)object;
}
void ct_object_track_new(void *object)
{
    (void)object;
}

#else

/* The two words before an object that the collector links it by: PyGC_Head. */
#define GC_HEAD (2 * sizeof(uintptr_t))

/* NOTE [Uncounted] What PyObject_GC_New does, but for counting the object towards the
 * next collection: a graph of 100,000 nodes is no reason to look for garbage 140 times
 * (measured: that made its forward and backward 3 times slower). Cycles go through
 * Python's own containers, which count.
 * Nodes have item size 1: ob_size is the number of bytes behind the fixed part. */
static void *fresh(ct_object_kind kind, size_t size)
{
    struct ct_object_class *k = &ct_object_classes[kind];
    char *block = PyObject_Malloc(GC_HEAD + size);
    if (!block) {
        return ct_error_null(CT_ERR_MEMORY, "out of memory");
    }
    memset(block, 0, GC_HEAD);
    void *o = block + GC_HEAD;
    if (kind == CT_OBJECT_NODE) {
        return PyObject_InitVar(o, k->type, (Py_ssize_t)(size - k->size));
    }
    return PyObject_Init(o, k->type);
}

void ct_object_revive(void *o)
{
    _Py_NewReference((PyObject *)o);
}

static void discard(void *o)
{
    PyObject_Free((char *)o - GC_HEAD);
}
static size_t node_size(void *o)
{
    return ct_object_classes[CT_OBJECT_NODE].size + (size_t)Py_SIZE(o);
}
void ct_object_track_new(void *object)
{
    PyObject_GC_Track(object);
}

void ct_object_track(void *object)
{
    if (!PyObject_GC_IsTracked(object)) {
        PyObject_GC_Track(object);
    }
}

#endif

void *ct_object_new(ct_object_kind kind, size_t extra)
{
    size_t c = size_class(ct_object_classes[kind].size + extra);
    if (ct_alloc_fault()) {
        return ct_error_null(CT_ERR_MEMORY, "out of memory");
    }
    if (c < CLASS_COUNT && lists[kind][c].first) {
        free_block *b = lists[kind][c].first;
        lists[kind][c].first = b->next;
        lists[kind][c].count--;
        ct_object_revive(b);
        return b;
    }
    /* Tensors have one size; nodes are rounded up so that their list fits all. */
    return fresh(kind, kind == CT_OBJECT_NODE ? c * CLASS_BYTES
                                              : ct_object_classes[kind].size);
}

void ct_object_free(ct_object_kind kind, void *object)
{
    size_t size =
        kind == CT_OBJECT_NODE ? node_size(object) : ct_object_classes[kind].size;
    size_t c = size_class(size);
    if (c < CLASS_COUNT && lists[kind][c].count < LIST_LIMIT) {
        free_block *b = object;
        b->next = lists[kind][c].first;
        lists[kind][c].first = b;
        lists[kind][c].count++;
    } else {
        discard(object);
    }
}

void ct_object_release(void)
{
    for (int kind = 0; kind < 2; kind++) {
        for (int c = 0; c < CLASS_COUNT; c++) {
            while (lists[kind][c].first) {
                free_block *b = lists[kind][c].first;
                lists[kind][c].first = b->next;
                discard(b);
            }
            lists[kind][c].count = 0;
        }
    }
}
