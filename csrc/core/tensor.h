/* tensor: an n-dimensional view of a storage.
 *
 * One allocation from a free list holds the Python head, up to CT_INLINE_DIMS
 * sizes and strides, the storage record of a tensor that made its own bytes and,
 * for at most CT_INLINE_BYTES of them, the bytes themselves.
 *
 * NOTE [Blocks outlive tensors] When a tensor dies while a view still uses its
 * embedded storage, its block stays, as an orphan, until that storage's count
 * falls to 0. Only exact Tensors embed; an instance of a subclass always shares
 * a storage that lives elsewhere.
 *
 * NOTE [Views] `base` is the tensor a differentiable view was taken of, never
 * itself a view; detach() and no-copy imports have none. In-place writes through
 * a view rewrite the history of its base (autograd/view.h). */
#ifndef CT_CORE_TENSOR_H
#define CT_CORE_TENSOR_H

#include "core/api.h"
#include "core/dtype.h"
#include "core/error.h"
#include "core/object.h"
#include "core/shape.h"
#include "core/storage.h"

#define CT_INLINE_DIMS 5
#define CT_INLINE_BYTES 64

struct ct_autograd; /* autograd/meta.h */

enum {
    CT_TENSOR_CONTIGUOUS = 1,
    CT_TENSOR_WEAK = 2,      /* stands for a Python scalar: weak in promotion */
    CT_TENSOR_INFERENCE = 4, /* made under inference_mode */
    CT_TENSOR_CONJ = 8,      /* reserved */
    CT_TENSOR_SUBCLASS = 16, /* instance of a Python subclass: never pooled */
};

typedef struct ct_tensor ct_tensor;
struct ct_tensor {
    CT_OBJECT_HEAD
    char *data; /* first element */
    ct_storage *storage;
    int64_t numel;
    int64_t *shape;   /* dims, or one heap block for both when ndim is large */
    int64_t *strides; /* bytes */
    uint8_t dtype;
    uint8_t ndim;
    uint8_t device;
    uint8_t device_index;
    uint32_t flags;
    struct ct_autograd *meta; /* NULL: no gradient, no hooks */
    ct_tensor *base;          /* NOTE [Views] */
    ct_object *weakrefs;
    ct_object *dict;
    int64_t dims[2 * CT_INLINE_DIMS];
    ct_storage own;
    _Alignas(16) char inline_data[CT_INLINE_BYTES];
};

/* ---- making ------------------------------------------------------------- */

/* Contiguous; the bytes are zero or uninitialised. The shape is checked (`op` names the
 * caller). */
CT_API ct_tensor *ct_tensor_make(const char *op, ct_dtype dtype, int ndim,
                                 const int64_t *shape, ct_device device, bool zeroed);
static inline ct_tensor *ct_tensor_new(const char *op, ct_dtype dtype, int ndim,
                                       const int64_t *shape, ct_device device)
{
    return ct_tensor_make(op, dtype, ndim, shape, device, false);
}
static inline ct_tensor *ct_tensor_zeros(const char *op, ct_dtype dtype, int ndim,
                                         const int64_t *shape, ct_device device)
{
    return ct_tensor_make(op, dtype, ndim, shape, device, true);
}
static inline ct_tensor *ct_tensor_new_like(const ct_tensor *like, ct_dtype dtype)
{
    return ct_tensor_make("empty", dtype, like->ndim, like->shape, CT_PLACE(like),
                          false);
}
/* 0-d. `value` points at one element of `dtype`. */
CT_API ct_tensor *ct_tensor_scalar(ct_dtype dtype, const void *value);
/* 0-d float64 / int64 marked CT_TENSOR_WEAK, as a Python number is. */
CT_API ct_tensor *ct_tensor_weak_float(double value);
CT_API ct_tensor *ct_tensor_weak_int(int64_t value);

/* A tensor over t's storage; layout unchecked. No base, no gradient. */
CT_API ct_tensor *ct_tensor_alias(ct_tensor *t, int ndim, const int64_t *shape,
                                  const int64_t *strides, char *data);
/* The same, of any dtype, but a view: base is set (NOTE [Views]). */
ct_tensor *ct_tensor_view(ct_tensor *t, ct_dtype dtype, int ndim, const int64_t *shape,
                          const int64_t *strides, char *data);
/* A tensor over a storage; steals the reference to s. data lies within. */
CT_API ct_tensor *ct_tensor_from_storage(ct_storage *s, ct_dtype dtype, int ndim,
                                         const int64_t *shape, const int64_t *strides,
                                         char *data);
/* Flags that new tensors of this thread get: CT_TENSOR_INFERENCE or none. Read only
 * while `threads`, the number of threads that have any, is not 0. */
typedef struct ct_tensor_marks {
    int threads;
    uint32_t (*flags)(void);
} ct_tensor_marks;
extern ct_tensor_marks ct_tensor_marks_now;

/* Called by ct_tensor_dealloc for what upper layers hang on a tensor: meta, weak
 * references, dict. Set once at load. */
extern void (*ct_tensor_finalize)(ct_tensor *t);

/* Points `t`, whose head is set and whose fields are not, at s (steals s). Used by
 * Python subclasses. */
int ct_tensor_init_alias(ct_tensor *t, ct_storage *s, ct_dtype dtype, int ndim,
                         const int64_t *shape, const int64_t *strides, char *data);

/* ---- ending ------------------------------------------------------------- */

/* Drops everything a dying tensor holds; then the block goes to the free list or
 * becomes an orphan. What tp_dealloc calls for exact tensors. */
void ct_tensor_dealloc(ct_tensor *t);
/* Drops what it holds, leaves the memory: for subclasses. */
void ct_tensor_finish(ct_tensor *t);

/* Makes t show what `from` shows: its storage and layout (`t.data = from`). What it
 * showed before ends at the next ct_storage_settle. Callers ask ct_call_may_move. */
int ct_tensor_adopt(ct_tensor *t, ct_tensor *from);

/* ---- asking ------------------------------------------------------------- */

static inline int64_t ct_tensor_itemsize(const ct_tensor *t)
{
    return ct_dtype_infos[t->dtype].size;
}
static inline bool ct_tensor_is_contiguous(const ct_tensor *t)
{
    return t->flags & CT_TENSOR_CONTIGUOUS;
}
static inline bool ct_tensor_is_weak(const ct_tensor *t)
{
    return t->flags & CT_TENSOR_WEAK;
}
static inline bool ct_tensor_same_shape(const ct_tensor *a, const ct_tensor *b)
{
    return ct_shape_equal(a->ndim, a->shape, b->ndim, b->shape);
}
static inline bool ct_tensor_readonly(const ct_tensor *t)
{
    return t->storage->flags & CT_STORAGE_READONLY;
}
static inline const char *ct_tensor_shape_str(const ct_tensor *t)
{
    return ct_shape_str(t->ndim, t->shape);
}
/* "cpu", "cuda:0" */
CT_API const char *ct_device_name(ct_device device, int index);

/* May writing through `a` change what is read through `b`? */
CT_API bool ct_tensor_overlap(const ct_tensor *a, const ct_tensor *b);
/* Same storage, dtype, shape, strides and first element. */
CT_API bool ct_tensor_same_memory(const ct_tensor *a, const ct_tensor *b);
/* Error unless t may be written: not read-only, elements do not overlap. */
CT_API int ct_tensor_check_writable(const char *op, const ct_tensor *t);
/* Every in-place write ends here: counts the storage's version. */
static inline void ct_tensor_bump(ct_tensor *t)
{
    t->storage->version++;
}

/* ---- one element -------------------------------------------------------- */

typedef struct ct_scalar { /* a value of any dtype */
    ct_category category;
    bool is_unsigned; /* integer beyond INT64_MAX: in i as uint64 bits */
    int64_t i; /* boolean, integer */
    double re, im; /* floating, complex */
} ct_scalar;

CT_API ct_scalar ct_scalar_load(ct_dtype dtype, const void *p);
/* Stores s converted to dtype; integers wrap, as a cast does. */
CT_API void ct_scalar_store(ct_dtype dtype, void *p, ct_scalar s);

#endif
