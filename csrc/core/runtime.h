/* Hooks between the core and the program it runs in.
 *
 * The core knows nothing of Python. The Python layer fills in `ct_runtime_set`
 * so that long kernels run without the interpreter lock and can be interrupted;
 * in the stand-alone build the hooks stay empty.
 */
#ifndef CT_CORE_RUNTIME_H
#define CT_CORE_RUNTIME_H

#include <stdbool.h>

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

/* Installs the hooks; a NULL member keeps its empty default. */
void ct_runtime_set(const ct_runtime *hooks);

/* Brackets work that needs no interpreter: one long BLAS call, a sort. Pairs
 * nest; only the outermost releases and takes the lock. */
void ct_unlocked_begin(void);
void ct_unlocked_end(void);

/* Before a tensor that others may be computing with shows other memory: waits until no
 * other thread is between a begin and an end. Those that begin meanwhile keep the lock,
 * so the wait ends. -1 with the error set if it was interrupted. */
int ct_unlocked_wait(void);

/* Is the calling thread between a begin and an end? */
bool ct_unlocked_inside(void);

/* Says that the calling thread is one of the core's own and never holds the lock. */
void ct_unlocked_always(void);

/* Between a begin and an end: -1 with the error set if the user pressed Ctrl-C
 * (asks at most every 50 ms, so it may be called often), else 0. */
int ct_interrupted(void);

#endif
