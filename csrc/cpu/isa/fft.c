/* fft: Fourier transforms of float32 and float64, by macros for each. */
#include "core/alloc.h"
#include "cpu/fft_plan.h"
#include "simd/simd.h"

#define INLINE static inline __attribute__((always_inline))
#define NOINLINE __attribute__((noinline))
#define UNROLL _Pragma("GCC unroll 16")

#define EVEN_16 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define ODD_16 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#define LOW_16 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define HIGH_16 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#define REVERSED_16 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0
#define EVEN_8 0, 2, 4, 6, 8, 10, 12, 14
#define ODD_8 1, 3, 5, 7, 9, 11, 13, 15
#define LOW_8 0, 8, 1, 9, 2, 10, 3, 11
#define HIGH_8 4, 12, 5, 13, 6, 14, 7, 15
#define REVERSED_8 7, 6, 5, 4, 3, 2, 1, 0
#define EVEN_4 0, 2, 4, 6
#define ODD_4 1, 3, 5, 7
#define LOW_4 0, 4, 1, 5
#define HIGH_4 2, 6, 3, 7
#define REVERSED_4 3, 2, 1, 0
#define EVEN_2 0, 2
#define ODD_2 1, 3
#define LOW_2 0, 2
#define HIGH_2 1, 3
#define REVERSED_2 1, 0

#if CT_VECTOR_BYTES == 64
#define F32_LANES(name) name##_16
#define F64_LANES(name) name##_8
#define UNPACK_LOW_F32 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29
#define UNPACK_HIGH_F32 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31
#define UNPACK_LOW_F64 0, 8, 2, 10, 4, 12, 6, 14
#define UNPACK_HIGH_F64 1, 9, 3, 11, 5, 13, 7, 15
#define EVEN_PIECES 0, 1, 4, 5, 8, 9, 12, 13
#define ODD_PIECES 2, 3, 6, 7, 10, 11, 14, 15
#elif CT_VECTOR_BYTES == 32
#define F32_LANES(name) name##_8
#define F64_LANES(name) name##_4
#define UNPACK_LOW_F32 0, 8, 1, 9, 4, 12, 5, 13
#define UNPACK_HIGH_F32 2, 10, 3, 11, 6, 14, 7, 15
#define UNPACK_LOW_F64 0, 4, 2, 6
#define UNPACK_HIGH_F64 1, 5, 3, 7
#define EVEN_PIECES 0, 1, 4, 5
#define ODD_PIECES 2, 3, 6, 7
#else
#define F32_LANES(name) name##_4
#define F64_LANES(name) name##_2
#define UNPACK_LOW_F32 0, 4, 1, 5
#define UNPACK_HIGH_F32 2, 6, 3, 7
#define UNPACK_LOW_F64 0, 2
#define UNPACK_HIGH_F64 1, 3
#define EVEN_PIECES 0, 2 /* of one piece there are none */
#define ODD_PIECES 1, 3
#endif

/* Every other lane of two vectors; the lower and the upper halves interleaved. */
#define EVEN(a, b) CT_SHUFFLE(a, b, OF_LANES(EVEN))
#define ODD(a, b) CT_SHUFFLE(a, b, OF_LANES(ODD))
#define LOW(a, b) CT_SHUFFLE(a, b, OF_LANES(LOW))
#define HIGH(a, b) CT_SHUFFLE(a, b, OF_LANES(HIGH))
#define REVERSED(a) CT_SHUFFLE(a, a, OF_LANES(REVERSED))

#define V CT_CAT(v_, L)
#define SET CT_CAT(L, _set)
#define LOAD CT_CAT(L, _load)
#define STORE CT_CAT(L, _store)
#define LOAD_N CT_CAT(L, _load_n)
#define STORE_N CT_CAT(L, _store_n)
#define LOAD_SOME(p, n) ((n) >= LANES ? LOAD(p) : LOAD_N(p, n))
#define STORE_SOME(p, v, n) ((n) >= LANES ? STORE(p, v) : STORE_N(p, v, n))
#define MAD CT_CAT(L, _mad)
#define LANES CT_LANES(T)
#define C NAME(pair)

#define T float
#define L f32
#define NAME(x) x##_f32
#define OF_LANES F32_LANES
#include "cpu/isa/fft_pairs.h"

#include "cpu/isa/fft_blocks.h"

#include "cpu/isa/fft_passes.h"

#include "cpu/isa/fft_lines.h"

#include "cpu/isa/fft_real.h"

#include "cpu/isa/fft_real_lanes.h"
#undef T
#undef L
#undef NAME
#undef OF_LANES

#define T double
#define L f64
#define NAME(x) x##_f64
#define OF_LANES F64_LANES
#include "cpu/isa/fft_pairs.h"

#include "cpu/isa/fft_blocks.h"

#include "cpu/isa/fft_passes.h"

#include "cpu/isa/fft_lines.h"

#include "cpu/isa/fft_real.h"

#include "cpu/isa/fft_real_lanes.h"

extern const ct_fft_kernels *const CT_ISA_SYM(fft_kernels)[2];
const ct_fft_kernels *const CT_ISA_SYM(fft_kernels)[2] = {&fft_kernels_f32,
                                                          &fft_kernels_f64};
