/* modes: which overrides are in force in this thread.
 *
 * NOTE [Who answers for an op] A class with a `__torch_function__` answers for the ops
 * that its instances are arguments of, a mode (overrides.TorchFunctionMode) for all that
 * a thread calls. Exact Tensors take the direct way, which asks nobody: one comparison of
 * types, with ct_py_direct_type, finds them, and that is NULL while any thread has a mode.
 * Whatever else comes, a Parameter too, goes the slow way, where ask.h looks for classes
 * to ask. */
#ifndef CT_PYTHON_OVERRIDE_MODES_H
#define CT_PYTHON_OVERRIDE_MODES_H

#include "core/error.h"
#include "python/concept.h"

typedef enum ct_override_level {
    CT_OVERRIDE_ALL,
    CT_OVERRIDE_MODES, /* no classes of arguments: what a class's own call runs in */
    CT_OVERRIDE_NONE
} ct_override_level;

typedef struct ct_override_mode ct_override_mode; /* one of the stack */
struct ct_override_mode {
    PyObject *mode; /* owned */
    ct_override_mode *below;
};

typedef struct ct_override_state {
    ct_override_level level;
    ct_override_mode *top; /* NULL: none */
} ct_override_state;
extern CT_THREAD_LOCAL ct_override_state ct_override_now;

static inline bool ct_override_has_mode(void)
{
    return ct_override_now.top && ct_override_now.level != CT_OVERRIDE_NONE;
}
/* Makes `top` the uppermost mode: while one is asked it is those below. */
void ct_override_set_top(ct_override_mode *top);

extern const ct_concept ct_override_modes_concept;

#endif
