/* error: the thread's pending error. The first one set stays until it is taken, so
 * that cleanup after a failure cannot hide its cause. */
#include "core/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local ct_error_state pending;

int ct_error(ct_error_kind kind, const char *format, ...)
{
    if (pending.kind != CT_ERR_NONE) {
        return -1;
    }
    pending.kind = kind;
    va_list args;
    va_start(args, format);
    vsnprintf(pending.message, sizeof pending.message, format, args);
    va_end(args);
    return -1;
}

ct_error_kind ct_error_kind_now(void)
{
    return pending.kind;
}

const char *ct_error_message(void)
{
    return pending.message;
}

void ct_error_clear(void)
{
    pending.kind = CT_ERR_NONE;
}

void ct_error_lay_by(ct_error_state *state)
{
    state->kind = pending.kind;
    if (pending.kind != CT_ERR_NONE) {
        memcpy(state->message, pending.message, sizeof pending.message);
        pending.kind = CT_ERR_NONE;
    }
}

void ct_error_take_up(const ct_error_state *state)
{
    if (state->kind != CT_ERR_NONE) {
        pending = *state;
    }
}

void ct_error_prefix(const char *prefix)
{
    char old[sizeof pending.message];
    memcpy(old, pending.message, sizeof old);
    snprintf(pending.message, sizeof pending.message, "%s: %.900s", prefix, old);
}

const char *ct_shape_str(int ndim, const int64_t *shape)
{
    static _Thread_local char buffers[8][256];
    static _Thread_local unsigned turn;
    char *b = buffers[turn++ % 8];
    size_t at = 0, size = sizeof buffers[0];
    b[at++] = '[';
    for (int i = 0; i < ndim && at < size - 32; i++) {
        const char *separator = i ? ", " : "";
        at += (size_t)snprintf(b + at, size - at, "%s%lld", separator,
                               (long long)shape[i]);
    }
    snprintf(b + at, size - at, at < size - 32 ? "]" : ", ...]");
    return b;
}
