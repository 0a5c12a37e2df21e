/* object: the head and the reference count that tensors and graph nodes share.
 *
 * In the extension the head is PyObject_HEAD, so a tensor is its own Python
 * object and has one count. In the stand-alone core (CT_STANDALONE: C tests,
 * sanitizers, fuzzers) it is a plain counter. This is the one place outside
 * csrc/python that includes Python.h; nothing here but the count is used of it.
 *
 * Reference counts change only while the interpreter lock is held. */
#ifndef CT_CORE_OBJECT_H
#define CT_CORE_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/alloc.h"

#ifdef CT_STANDALONE

typedef struct ct_object {
    int64_t refcount;
    void (*dealloc)(struct ct_object *);
} ct_object;
typedef struct ct_var_object {
    ct_object base;
    int64_t ob_size;
} ct_var_object;

#define CT_OBJECT_HEAD ct_object head;
#define CT_OBJECT_VAR_HEAD ct_var_object head;

static inline void ct_incref(void *o)
{
    ((ct_object *)o)->refcount++;
}
static inline void ct_decref(void *o)
{
    ct_object *object = o;
    if (--object->refcount == 0) {
        object->dealloc(object);
    }
}
static inline int64_t ct_refcount(const void *o)
{
    return ((const ct_object *)o)->refcount;
}
/* A dead object that was kept instead of freed lives again, with count 1. */
static inline void ct_object_revive(void *o)
{
    ((ct_object *)o)->refcount = 1;
}
/* Bytes behind the fixed part of a node. */
static inline size_t ct_object_extra(const void *o)
{
    return (size_t)((const ct_var_object *)o)->ob_size;
}

#else

#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef PyObject ct_object;
#define CT_OBJECT_HEAD PyObject_HEAD
#define CT_OBJECT_VAR_HEAD PyObject_VAR_HEAD

static inline void ct_incref(void *o)
{
    Py_INCREF((PyObject *)o);
}
static inline void ct_decref(void *o)
{
    Py_DECREF((PyObject *)o);
}
static inline int64_t ct_refcount(const void *o)
{
    return Py_REFCNT((PyObject *)o);
}
/* Python's own way does no more, but for builds that count or list all objects, and but
 * for the line that tracemalloc has of the block. */
static inline void ct_object_revive(void *o)
{
#if defined(Py_REF_DEBUG) || defined(Py_TRACE_REFS) || defined(Py_GIL_DISABLED)
    _Py_NewReference((PyObject *)o);
#else
    ((PyObject *)o)->ob_refcnt = 1;
#endif
}
static inline size_t ct_object_extra(const void *o)
{
    return (size_t)Py_SIZE((PyObject *)o);
}
/* The two words before an object that the cycle collector links it by, PyGC_Head; the
 * first is 0 in an object that it does not see. */
#define CT_GC_HEAD (2 * sizeof(uintptr_t))
static inline bool ct_object_is_tracked(const void *o)
{
    return *(const uintptr_t *)((const char *)o - CT_GC_HEAD) != 0;
}

#endif

/* Is what a borrowed pointer leads to still there? An object that is being freed has no
 * count left, and code that runs meanwhile must not take it up again. */
static inline bool ct_object_lives(const void *o)
{
    return o && ct_refcount(o) > 0;
}
static inline void *ct_newref(void *o)
{
    ct_incref(o);
    return o;
}
static inline void ct_xdecref(void *o)
{
    if (o) {
        ct_decref(o);
    }
}
/* Sets *slot to NULL before dropping the reference: safe against re-entry. */
#define ct_clear(slot)           \
    do {                         \
        void *ct_old_ = *(slot); \
        *(slot) = NULL;          \
        ct_xdecref(ct_old_);     \
    } while (0)

/* ---- allocation --------------------------------------------------------- */

/* The type of a tensor or node is set once by csrc/python at import. */
typedef enum ct_object_kind { CT_OBJECT_TENSOR, CT_OBJECT_NODE } ct_object_kind;

struct ct_object_class {
    size_t size; /* of the fixed part */
    void (*dealloc)(ct_object *); /* stand-alone build only */
#ifndef CT_STANDALONE
    PyTypeObject *type;
#endif
};
extern struct ct_object_class ct_object_classes[2];

/* NOTE [Free lists] Dead blocks are kept by kind and by steps of 64 bytes behind the
 * fixed part, bounded, so the head stays as Python made it: a block from a list needs
 * only a fresh count. The link lies behind the head. */
#define CT_EXTRA_STEP 64
#define CT_FREE_LISTS 16
#if defined(__SANITIZE_ADDRESS__)
#define CT_FREE_LIMIT 0 /* so that the use of a dead object is seen */
#else
#define CT_FREE_LIMIT 2048 /* blocks of a list */
#endif

typedef struct ct_free_block {
    CT_OBJECT_VAR_HEAD
    struct ct_free_block *next;
} ct_free_block;
typedef struct ct_free_list {
    ct_free_block *first;
    int count;
} ct_free_list;
extern ct_free_list ct_free_lists[2][CT_FREE_LISTS];

/* What the next two do when there is no list, or nothing or no room in it. */
void *ct_object_fresh(ct_object_kind kind, size_t steps);
void ct_object_discard(void *object);
/* MemoryError: for tests, this allocation is to fail. */
void *ct_object_refused(void);

/* A new object with count 1 and `extra` bytes after the fixed part (nodes only), or
 * NULL with the error set; memory is uninitialised after the head. */
static inline void *ct_object_new(ct_object_kind kind, size_t extra)
{
    size_t steps = (extra + CT_EXTRA_STEP - 1) / CT_EXTRA_STEP;
    if (ct_alloc_fault()) {
        return ct_object_refused();
    }
    if (steps >= CT_FREE_LISTS || !ct_free_lists[kind][steps].first) {
        return ct_object_fresh(kind, steps);
    }
    ct_free_list *list = &ct_free_lists[kind][steps];
    ct_free_block *block = list->first;
    list->first = block->next;
    list->count--;
    ct_object_revive(block);
    return block;
}

/* Gives the memory of a dead exact object back to its free list. */
static inline void ct_object_free(ct_object_kind kind, void *object)
{
    size_t steps = kind == CT_OBJECT_NODE ? ct_object_extra(object) / CT_EXTRA_STEP : 0;
    if (steps >= CT_FREE_LISTS || ct_free_lists[kind][steps].count >= CT_FREE_LIMIT) {
        ct_object_discard(object);
        return;
    }
    ct_free_list *list = &ct_free_lists[kind][steps];
    ct_free_block *block = object;
    block->next = list->first;
    list->first = block;
    list->count++;
}

/* Empties the free lists. */
void ct_object_release(void);
/* Makes the object visible to the cycle collector (no-op stand-alone, or when it is
 * visible already: nobody can know that, as any attribute may show a tensor to it). */
void ct_object_track(void *object);

#endif
