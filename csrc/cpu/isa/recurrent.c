/* recurrent: the steps of recurrent layers, a vector of the state at a time. */
#include "cpu/recurrent_kernels.h"

#include "simd/math_f32.h"
#include "simd/math_f64.h"
#include "simd/simd.h"

#define INLINE static inline __attribute__((always_inline))

#define T float
#define L f32
#define NAME(x) x##_f32
#include "cpu/isa/recurrent_type.h"
#undef T
#undef L
#undef NAME

#define T double
#define L f64
#define NAME(x) x##_f64
#include "cpu/isa/recurrent_type.h"

#define BOTH(name) {name##_f32, name##_f64}

const ct_recurrent_kernels CT_ISA_SYM(recurrent_kernels) = {
    .lstm = BOTH(lstm),
    .lstm_back = BOTH(lstm_back),
    .lstm_grad = BOTH(lstm_grad),
    .gru = BOTH(gru),
    .gru_grad = BOTH(gru_grad),
    .gru_step = BOTH(gru_step),
    .gru_back = BOTH(gru_back),
    .plain_step = {BOTH(tanh_step), BOTH(relu_step)},
    .plain_back = {BOTH(tanh_back), BOTH(relu_back)},
};
