/* error: the thread's pending error. The first one set stays until it is taken, so
 * that cleanup after a failure cannot hide its cause. */
#define _POSIX_C_SOURCE 200809L

#include "core/error.h"

#include <ctype.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHAPES 8

/* What is written for people; a thread gets its own when it first says something. */
typedef struct texts {
    char message[sizeof((ct_error_state *)0)->message];
    char warning[512];
    char shape[SHAPES][256];
    unsigned turn;
} texts;

static CT_THREAD_LOCAL struct {
    ct_error_kind kind;
    bool warned;
    texts *texts;
} pending;

static texts shared; /* where there is no memory for a thread's own */
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t at_thread_exit;

static void texts_free(void *own)
{
    pending.texts = NULL;
    pending.warned = false;
    free(own);
}

static void key_make(void)
{
    pthread_key_create(&at_thread_exit, texts_free);
}

static texts *texts_here(void)
{
    if (!pending.texts) {
        pthread_once(&once, key_make);
        pending.texts = calloc(1, sizeof *pending.texts);
        pthread_setspecific(at_thread_exit, pending.texts);
    }
    return pending.texts ? pending.texts : &shared;
}

int ct_error(ct_error_kind kind, const char *format, ...)
{
    if (pending.kind != CT_ERR_NONE) {
        return -1;
    }
    pending.kind = kind;
    va_list args;
    va_start(args, format);
    vsnprintf(texts_here()->message, sizeof shared.message, format, args);
    va_end(args);
    return -1;
}

ct_error_kind ct_error_kind_now(void)
{
    return pending.kind;
}

const char *ct_error_message(void)
{
    return texts_here()->message;
}

void ct_error_clear(void)
{
    pending.kind = CT_ERR_NONE;
}

void ct_warning(const char *format, ...)
{
    if (!pending.warned) {
        pending.warned = true;
        va_list args;
        va_start(args, format);
        vsnprintf(texts_here()->warning, sizeof shared.warning, format, args);
        va_end(args);
    }
}

const char *ct_warning_take(void)
{
    if (!pending.warned) {
        return NULL;
    }
    pending.warned = false;
    return texts_here()->warning;
}

void ct_error_lay_by(ct_error_state *state)
{
    state->kind = pending.kind;
    if (pending.kind != CT_ERR_NONE) {
        memcpy(state->message, texts_here()->message, sizeof state->message);
        pending.kind = CT_ERR_NONE;
    }
}

void ct_error_take_up(const ct_error_state *state)
{
    if (state->kind != CT_ERR_NONE) {
        pending.kind = state->kind;
        memcpy(texts_here()->message, state->message, sizeof state->message);
    }
}

/* How long the name before the message's first colon, or its "():", is; 0 where it is no
 * name. */
static size_t op_length(const char *message)
{
    size_t n = 0;
    while (isalnum((unsigned char)message[n]) || message[n] == '_' ||
           message[n] == '.') {
        n++;
    }
    bool named =
        strncmp(message + n, ": ", 2) == 0 || strncmp(message + n, "(): ", 4) == 0;
    return named ? n : 0;
}

void ct_error_rename(const char *op)
{
    char *message = texts_here()->message, old[sizeof shared.message];
    size_t n = op_length(message);
    if (n > 0 && pending.kind != CT_ERR_PYTHON) {
        memcpy(old, message, sizeof old);
        snprintf(message, sizeof old, "%s%.900s", op, old + n);
    }
}

void ct_error_name(const char *op)
{
    if (op_length(texts_here()->message) > 0) {
        ct_error_rename(op);
    } else if (pending.kind != CT_ERR_PYTHON) {
        ct_error_prefix(op);
    }
}

void ct_error_prefix(const char *prefix)
{
    char *message = texts_here()->message, old[sizeof shared.message];
    memcpy(old, message, sizeof old);
    snprintf(message, sizeof old, "%s: %.900s", prefix, old);
}

const char *ct_shape_str(int ndim, const int64_t *shape)
{
    texts *t = texts_here();
    char *b = t->shape[t->turn++ % SHAPES];
    size_t at = 0, size = sizeof t->shape[0];
    b[at++] = '[';
    for (int i = 0; i < ndim && at < size - 32; i++) {
        const char *separator = i ? ", " : "";
        at += (size_t)snprintf(b + at, size - at, "%s%lld", separator,
                               (long long)shape[i]);
    }
    snprintf(b + at, size - at, at < size - 32 ? "]" : ", ...]");
    return b;
}
