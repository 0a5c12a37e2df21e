/* recurrent_cells: one step of a recurrent layer's rows, forward and backward: products
 * by the packed weights, and the kernel of recurrent_kernels.h. */
#include <string.h>

#include "cpu/kernels.h"
#include "cpu/recurrent_kernels.h"
#include "cpu/recurrent_layer.h"
#include "rows/recurrent.h"

static void set_rows(const ct_layer *l, char *to, int64_t from, int64_t width,
                     int64_t count)
{
    for (int64_t k = 0; k < count; k++) {
        memcpy(ct_layer_at(l, to, k, width), l->bias + from * l->size,
               (size_t)(width * l->size));
    }
}

/* The gates: the bias, and the input's and the state's products. */
static void add_up(const ct_layer *l, const ct_layer_rows *r, char *gates)
{
    set_rows(l, gates, 0, l->width, r->count);
    int64_t at = l->starts ? r->at * l->x_row : r->step * l->x_step + r->row * l->x_row;
    ct_gemm_panels_times(&l->own, ct_layer_before(l, r, 0, l->output), l->h, 1,
                         r->count, true, gates, l->width);
    ct_gemm_panels_times(&l->below, l->x + at * l->size, l->x_row, l->x_next, r->count,
                         true, gates, l->width);
}

/* What the state of the rows gets of the gates' gradient, added or not. */
static void give_state(const ct_layer *l, const ct_layer_rows *r, bool add)
{
    ct_gemm_panels_times(&l->own, ct_layer_at(l, l->ggates, r->at, l->width), l->width,
                         1, r->count, add, ct_layer_at(l, l->gstates, r->row, l->h),
                         l->h);
}

/* ---- LSTM ------------------------------------------------------------------ */

static void lstm(const ct_layer *l, const ct_layer_rows *r)
{
    char *gates = ct_layer_at(l, l->gates, r->at, l->width);
    add_up(l, r, gates);
    ct_recurrent k = {
        .h = l->h,
        .from = {gates, ct_layer_before(l, r, 1, l->beside)},
        .to = {ct_layer_at(l, l->output, r->at, l->h),
               ct_layer_at(l, l->beside, r->at, l->h), gates},
    };
    ct_cpu->recurrent->lstm[l->wide](&k, 0, r->count);
}

static void lstm_back(const ct_layer *l, const ct_layer_rows *r)
{
    ct_recurrent k = {
        .h = l->h,
        .from = {ct_layer_at(l, l->grad, r->at, l->h),
                 ct_layer_at(l, l->gates, r->at, l->width),
                 ct_layer_before(l, r, 1, l->beside),
                 ct_layer_at(l, l->beside, r->at, l->h),
                 ct_layer_at(l, l->gstates, r->row, l->h)},
        .to = {ct_layer_at(l, l->ggates, r->at, l->width),
               ct_layer_at(l, l->gstates, l->n + r->row, l->h)},
    };
    ct_cpu->recurrent->lstm_back[l->wide](&k, 0, r->count);
    give_state(l, r, false);
}

/* ---- GRU ------------------------------------------------------------------- */

static void gru(const ct_layer *l, const ct_layer_rows *r)
{
    char *gates = ct_layer_at(l, l->gates, r->at, l->width);
    char *inner = ct_layer_at(l, l->beside, r->at, l->h);
    const char *state = ct_layer_before(l, r, 0, l->output);
    add_up(l, r, gates);
    set_rows(l, inner, l->width, l->h, r->count);
    ct_gemm_panels_times(&l->inner, state, l->h, 1, r->count, true, inner, l->h);
    ct_recurrent k = {
        .h = l->h,
        .from = {gates, inner, state},
        .to = {ct_layer_at(l, l->output, r->at, l->h), gates},
    };
    ct_cpu->recurrent->gru_step[l->wide](&k, 0, r->count);
}

static void gru_back(const ct_layer *l, const ct_layer_rows *r)
{
    char *gstate = ct_layer_at(l, l->gstates, r->row, l->h);
    char *ginner = ct_layer_at(l, l->ginner, r->at, l->h);
    ct_recurrent k = {
        .h = l->h,
        .from = {ct_layer_at(l, l->grad, r->at, l->h),
                 ct_layer_at(l, l->gates, r->at, l->width),
                 ct_layer_at(l, l->beside, r->at, l->h),
                 ct_layer_before(l, r, 0, l->output), gstate},
        .to = {ct_layer_at(l, l->ggates, r->at, l->width), ginner, gstate},
    };
    ct_cpu->recurrent->gru_back[l->wide](&k, 0, r->count);
    give_state(l, r, true);
    ct_gemm_panels_times(&l->inner, ginner, l->h, 1, r->count, true, gstate, l->h);
}

/* ---- tanh and relu --------------------------------------------------------- */

static void plain(const ct_layer *l, const ct_layer_rows *r, int function)
{
    char *output = ct_layer_at(l, l->output, r->at, l->h);
    add_up(l, r, output);
    ct_recurrent k = {.h = l->h, .from = {output}, .to = {output}};
    ct_cpu->recurrent->plain_step[function][l->wide](&k, 0, r->count);
}

static void plain_back(const ct_layer *l, const ct_layer_rows *r, int function)
{
    ct_recurrent k = {
        .h = l->h,
        .from = {ct_layer_at(l, l->grad, r->at, l->h),
                 ct_layer_at(l, l->output, r->at, l->h),
                 ct_layer_at(l, l->gstates, r->row, l->h)},
        .to = {ct_layer_at(l, l->ggates, r->at, l->h)},
    };
    ct_cpu->recurrent->plain_back[function][l->wide](&k, 0, r->count);
    give_state(l, r, false);
}

static void by_tanh(const ct_layer *l, const ct_layer_rows *r)
{
    plain(l, r, 0);
}

static void by_tanh_back(const ct_layer *l, const ct_layer_rows *r)
{
    plain_back(l, r, 0);
}

static void by_relu(const ct_layer *l, const ct_layer_rows *r)
{
    plain(l, r, 1);
}

static void by_relu_back(const ct_layer *l, const ct_layer_rows *r)
{
    plain_back(l, r, 1);
}

#define CELL(word) CT_IS_recurrent_layer_cell_##word

const ct_layer_cell ct_layer_cells[4] = {
    [CELL(lstm)] = {.parts = 4, .own = 4, .states = 2, lstm, lstm_back},
    [CELL(gru)] = {.parts = 3, .own = 2, .states = 1, gru, gru_back},
    [CELL(tanh)] = {.parts = 1, .own = 1, .states = 1, by_tanh, by_tanh_back},
    [CELL(relu)] = {.parts = 1, .own = 1, .states = 1, by_relu, by_relu_back},
};
