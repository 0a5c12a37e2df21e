/* error: the one way an operation fails.
 *
 * A failing function sets the thread's error and returns -1 or NULL; nobody
 * prints or aborts. The first error stays until it is taken. Messages read
 * `op: expected X, got Y`. csrc/python/errors.c maps kinds to exceptions. */
#ifndef CT_CORE_ERROR_H
#define CT_CORE_ERROR_H

#include <stdint.h>

#include "core/api.h"

/* For the few bytes of a thread that every call looks at: found without a call of a
 * function. The room for such is small: a test says how much the library takes. */
#define CT_THREAD_LOCAL _Thread_local __attribute__((tls_model("initial-exec")))

typedef enum ct_error_kind {
    CT_ERR_NONE,
    CT_ERR_RUNTIME,         /* shapes that do not fit, autograd misuse */
    CT_ERR_TYPE,            /* an argument of the wrong type */
    CT_ERR_VALUE,           /* right type, impossible value */
    CT_ERR_INDEX,           /* index or dim out of range */
    CT_ERR_OVERFLOW,        /* a number too big for where it goes */
    CT_ERR_MEMORY,          /* allocation failed */
    CT_ERR_NOT_IMPLEMENTED, /* no kernel for this dtype or device */
    CT_ERR_BUFFER,          /* buffer protocol or DLPack refused */
    CT_ERR_ZERO_DIVISION,   /* integer division by zero */
    CT_ERR_LINALG,          /* a matrix that cannot be factored */
    CT_ERR_ATTRIBUTE,       /* an attribute that this tensor cannot have */
    CT_ERR_PYTHON           /* a Python exception is already set */
} ct_error_kind;

/* Sets the thread's error unless one is set; always returns -1. */
CT_API int ct_error(ct_error_kind kind, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The same, returning NULL. */
#define ct_error_null(...) (ct_error(__VA_ARGS__), (void *)0)

CT_API ct_error_kind ct_error_kind_now(void);
CT_API const char *ct_error_message(void);
CT_API void ct_error_clear(void);

/* Around code that is none of an operation's business and may have errors of its own
 * (NOTE [Foreign code], runtime.h): the thread's error is kept from it. */
typedef struct ct_error_state {
    ct_error_kind kind;
    char message[1024];
} ct_error_state;
void ct_error_lay_by(ct_error_state *state);
void ct_error_take_up(const ct_error_state *state);

/* Gives the op of the message, `op: ..`, the name of what was called and ran it. */
void ct_error_rename(const char *op);
/* The same, and a message without an op gets it. */
void ct_error_name(const char *op);
/* Puts `prefix` before the message: a gradient says which op it belongs to. */
void ct_error_prefix(const char *prefix);

/* The thread's pending warning, which the call's caller gives when all is done: foreign
 * code may listen. The first one stays; ct_warning_take is NULL where there is none. */
CT_API void ct_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *ct_warning_take(void);

/* "[2, 3]", valid until the thread's eighth later call of it. */
CT_API const char *ct_shape_str(int ndim, const int64_t *shape);

#endif
