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

#include <stddef.h>
#include <stdint.h>

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

#endif

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

/* Allocation of the two object types; memory is uninitialised after the head.
 * The type of a tensor or node is set once by csrc/python at import. */
typedef enum ct_object_kind { CT_OBJECT_TENSOR, CT_OBJECT_NODE } ct_object_kind;

struct ct_object_class {
    size_t size;                    /* of the fixed part */
    void (*dealloc)(ct_object *);   /* stand-alone build only */
#ifndef CT_STANDALONE
    PyTypeObject *type;
#endif
};
extern struct ct_object_class ct_object_classes[2];

/* A new object with count 1 and `extra` bytes after the fixed part (nodes only),
 * or NULL with the error set. */
void *ct_object_new(ct_object_kind kind, size_t extra);
/* A dead object that was kept instead of freed lives again, with count 1. */
void ct_object_revive(void *object);
/* Gives the memory of a dead exact object back to its free list. */
void ct_object_free(ct_object_kind kind, void *object);
/* Empties the free lists. */
void ct_object_release(void);
/* Makes the object visible to the cycle collector (no-op stand-alone, or when
 * it is tracked already); one that is known not to be tracked. */
void ct_object_track(void *object);
void ct_object_track_new(void *object);

#endif
