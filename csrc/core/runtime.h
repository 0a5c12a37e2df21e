/* Hooks between the core and the program it runs in.
 *
 * The core knows nothing of Python. The Python layer fills in `ct_runtime_set`
 * so that long kernels run without the interpreter lock and can be interrupted;
 * in the stand-alone build the hooks stay empty.
 */
#ifndef CT_CORE_RUNTIME_H
#define CT_CORE_RUNTIME_H

#include <stdbool.h>

#include "core/api.h"
#include <stdint.h>

/* NOTE [Foreign code] Code that is none of an operation's business, of users or of
 * other threads, runs within these and nowhere else:
 *
 *   - ct_unlocked_begin and _end, and so ct_parallel_for, ct_parallel_tasks and whatever
 *     copies or computes with them: other threads; ct_parallel_poll, _pace and
 *     ct_interrupted: signal handlers, on the thread that receives signals;
 *   - dropping what users may own or see the end of: ct_decref of a tensor with weak
 *     references, attributes or hooks and of an instance of a subclass; ct_storage_decref
 *     of borrowed bytes; Py_DECREF of any object that came from outside;
 *   - what csrc/python calls of Python: conversions (__index__, __float__, __array__,
 *     __dlpack__, len and items of what is no exact list or tuple), comparisons of keys in
 *     a dict, imports, attributes; and what the cycle collector counts, as it may wake:
 *     new tuples, lists, dicts, instances (PyTuple_New, tp_alloc, Py_BuildValue);
 *   - with gradients, ct_grad_hooks.before and .record: anomaly mode, pack hooks; when
 *     backward runs, every hook, unpack hook and autograd.Function.
 *
 * It may do anything: end a tensor, give one another layout or memory, write values,
 * change requires_grad. So a fact read before such a call and used after it is copied
 * (shapes, targets), or what it is about is held (a reference, an alias that nobody else
 * has), or it is checked again as it is used (indices); what a call of ops/op.h uses keeps
 * layout and memory (NOTE [Running calls] there); an error is raised in Python, or laid by
 * (ct_error_lay_by), before anything is dropped. ct_seam_set runs code at the first kind
 * of place in each operation however small; tests/test_hostile_code.py does. */

typedef struct ct_runtime {
    /* Releases the interpreter lock; the result goes to `relock`. NULL: the
     * calling thread did not hold it, and `relock` is not called. */
    void *(*unlock)(void);
    void (*relock)(void *state);
    /* Has the user asked to stop? Called without the lock, which it takes
     * itself. Returns -1 with an error of kind CT_ERR_PYTHON set, else 0.
     * Only the thread that receives signals can see one: on every other thread
     * the hook returns 0 at once and leaves the lock alone. */
    int (*poll)(void);
} ct_runtime;

/* A clock that only goes forward, in nanoseconds since some time. */
CT_API int64_t ct_clock_ns(void);

/* Installs the hooks; a NULL member keeps its empty default. */
void ct_runtime_set(const ct_runtime *hooks);

/* Brackets work that needs no interpreter: one long BLAS call, a sort. Pairs
 * nest; only the outermost releases and takes the lock. */
CT_API void ct_unlocked_begin(void);
CT_API void ct_unlocked_end(void);

/* From a call with true to one with false, which nest, the calling thread keeps the
 * interpreter lock and does not look for Ctrl-C: no other code of the user runs. */
void ct_unlocked_avoid(bool on);

/* Before a tensor that others may be computing with shows other memory: waits until no
 * other thread is between a begin and an end. Those that begin meanwhile keep the lock,
 * so the wait ends. -1 with the error set if it was interrupted. */
int ct_unlocked_wait(void);

/* Is the calling thread between a begin and an end? */
bool ct_unlocked_inside(void);

/* For tests: code to run, with the lock, where a section begins and ends, as if it had
 * come while the lock was free; loops of any length are sections while there is such
 * code. NULL for none. */
void ct_seam_set(void (*code)(void));
extern bool ct_seam_on;

/* Says that the calling thread is one of the core's own and never holds the lock. */
void ct_unlocked_always(void);

/* Between a begin and an end: -1 with the error set if the user pressed Ctrl-C
 * (asks at most every 50 ms, so it may be called often), else 0. */
CT_API int ct_interrupted(void);

/* For tests: whether it asks each time it is called. */
void ct_interrupted_each(bool on);

#endif
