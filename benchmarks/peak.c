/* peak: loops of multiply-adds in registers, whose speed is the most that a product can
 * have. `peak.py` compiles this and calls a loop for each instruction set and type.
 *
 * Twelve sums are more than the latency of an instruction times how many start at once.
 * Without fused multiply-add a step is a copy, a product and a sum, as the instructions
 * of the x86-64 baseline write over their first operand. */
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EACH(s)                                                                   \
    s("0") s("1") s("2") s("3") s("4") s("5") s("6") s("7") s("8") s("9") s("10") \
        s("11")

/* Returns the additions and multiplications of `rounds`. */
#define LOOP(name, lanes, step)                                                        \
    double name(int64_t rounds)                                                        \
    {                                                                                  \
        int64_t left = rounds;                                                         \
        CLEAN;                                                                         \
        __asm__ volatile(ZERO "1:\n\t" EACH(step) "dec %0\n\tjnz 1b"                   \
                         : "+r"(left)::"xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", \
                           "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12",  \
                           "xmm13", "cc");                                             \
        return 2.0 * 12 * (lanes) * (double)rounds;                                    \
    }

/* Upper halves of registers that are in use slow down what writes lower halves alone. */
#define CLEAN                            \
    if (__builtin_cpu_supports("avx")) { \
        __asm__ volatile("vzeroupper");  \
    }
#define CLEAR(i) "xorps %%xmm" i ", %%xmm" i "\n\t"
#define ZERO EACH(CLEAR) CLEAR("12") CLEAR("13")
#define BASE_F32(i) \
    "movaps %%xmm12, %%xmm13\n\tmulps %%xmm12, %%xmm13\n\taddps %%xmm13, %%xmm" i "\n\t"
#define BASE_F64(i) \
    "movaps %%xmm12, %%xmm13\n\tmulpd %%xmm12, %%xmm13\n\taddpd %%xmm13, %%xmm" i "\n\t"
LOOP(base_float32, 4, BASE_F32)
LOOP(base_float64, 2, BASE_F64)

#undef ZERO
#define ZERO "vzeroall\n\t"
#define AVX2_F32(i) "vfmadd231ps %%ymm12, %%ymm13, %%ymm" i "\n\t"
#define AVX2_F64(i) "vfmadd231pd %%ymm12, %%ymm13, %%ymm" i "\n\t"
LOOP(avx2_float32, 8, AVX2_F32)
LOOP(avx2_float64, 4, AVX2_F64)

#define AVX512_F32(i) "vfmadd231ps %%zmm12, %%zmm13, %%zmm" i "\n\t"
#define AVX512_F64(i) "vfmadd231pd %%zmm12, %%zmm13, %%zmm" i "\n\t"
#define AVX512_BF16(i) "vdpbf16ps %%zmm12, %%zmm13, %%zmm" i "\n\t"
LOOP(avx512_float32, 16, AVX512_F32)
LOOP(avx512_float64, 8, AVX512_F64)
LOOP(avx512bf16_bfloat16, 32, AVX512_BF16)

/* Products of tiles: the lanes of each of four sums are 16 x 16 of 32 steps. */
double avx512amx_bfloat16(int64_t rounds)
{
    static const unsigned char shapes[64] = {
        [0] = 1,   [16] = 64, [18] = 64, [20] = 64, [22] = 64, [24] = 64, [26] = 64,
        [48] = 16, 16,        16,        16,        16,        16,
    };
    int64_t left = rounds;
    syscall(SYS_arch_prctl, 0x1023, 18L);
    __asm__ volatile("ldtilecfg %1\n\t"
                     "tilezero %%tmm4\n\ttilezero %%tmm5\n\t"
                     "1:\n\t"
                     "tdpbf16ps %%tmm4, %%tmm5, %%tmm0\n\t"
                     "tdpbf16ps %%tmm4, %%tmm5, %%tmm1\n\t"
                     "tdpbf16ps %%tmm4, %%tmm5, %%tmm2\n\t"
                     "tdpbf16ps %%tmm4, %%tmm5, %%tmm3\n\t"
                     "dec %0\n\tjnz 1b\n\ttilerelease"
                     : "+r"(left)
                     : "m"(shapes)
                     : "cc");
    return 2.0 * 4 * 16 * 16 * 32 * (double)rounds;
}
