/* object: where the memory of tensors and graph nodes comes from when their free lists
 * have none, and what the cycle collector is told of them. */
#include "core/object.h"

#include <stdlib.h>
#include <string.h>

#include "core/error.h"

struct ct_object_class ct_object_classes[2];
ct_free_list ct_free_lists[2][CT_FREE_LISTS];

#ifdef CT_STANDALONE

void *ct_object_fresh(ct_object_kind kind, size_t steps)
{
    ct_object *o = malloc(ct_object_classes[kind].size + steps * CT_EXTRA_STEP);
    if (!o) {
        return ct_object_refused();
    }
    o->refcount = 1;
    o->dealloc = ct_object_classes[kind].dealloc;
    if (kind == CT_OBJECT_NODE) {
        ((ct_var_object *)o)->ob_size = (int64_t)(steps * CT_EXTRA_STEP);
    }
    return o;
}

void ct_object_discard(void *o)
{
    free(o);
}
void ct_object_track(void *object)
{
    (void)object;
}

#else

/* NOTE [Uncounted] What PyObject_GC_New does, but for counting the object towards the
 * next collection: a graph of 100,000 nodes is no reason to look for garbage 140 times
 * (measured: that made its forward and backward 3 times slower). Cycles go through
 * Python's own containers, which count.
 * Nodes have item size 1: ob_size is the number of bytes behind the fixed part. */
void *ct_object_fresh(ct_object_kind kind, size_t steps)
{
    struct ct_object_class *k = &ct_object_classes[kind];
    size_t extra = steps * CT_EXTRA_STEP;
    char *block = PyObject_Malloc(CT_GC_HEAD + k->size + extra);
    if (!block) {
        return ct_object_refused();
    }
    memset(block, 0, CT_GC_HEAD);
    void *o = block + CT_GC_HEAD;
    if (kind == CT_OBJECT_NODE) {
        return PyObject_InitVar(o, k->type, (Py_ssize_t)extra);
    }
    return PyObject_Init(o, k->type);
}

void ct_object_discard(void *o)
{
    PyObject_Free((char *)o - CT_GC_HEAD);
}

void ct_object_track(void *object)
{
    if (!ct_object_is_tracked(object)) {
        PyObject_GC_Track(object);
    }
}

#endif

void *ct_object_refused(void)
{
    return ct_error_null(CT_ERR_MEMORY, "out of memory");
}

void ct_object_release(void)
{
    for (int kind = 0; kind < 2; kind++) {
        for (int i = 0; i < CT_FREE_LISTS; i++) {
            ct_free_list *list = &ct_free_lists[kind][i];
            while (list->first) {
                ct_free_block *block = list->first;
                list->first = block->next;
                ct_object_discard(block);
            }
            list->count = 0;
        }
    }
}
