/* Tables for the functions on 8 pieces in math_avx2.h: the points, then the coefficients
 * by power, each of all pieces in the order of their indices.  Made with
 * tools/ulp_minimax.py. */
#ifndef CT_SIMD_PIECES_AVX2_H
#define CT_SIMD_PIECES_AVX2_H

// clang-format off

/* tanh. */
static const float f32_tanh_pieces[10][8] = {
    {0x1.3fff66p1f, 0x1.bfff5cp1f, 0x1.40019ap2f, 0x1.e34aa2p2f, 0, 0x1.c0003ep-1f,
     0x1.400036p0f, 0x1.bfff9p0f},
    {0x1.f92572p-1f, 0x1.ff112ap-1f, 0x1.fff41ap-1f, 0x1.ffffeep-1f, 0,
     0x1.68667p-1f, 0x1.b2525ap-1f, 0x1.e1fbep-1f},
    {0x1.b3b3eep-6f, 0x1.dd3c96p-9f, 0x1.7cbb24p-13f, 0x1.2849fcp-20f,
     0x1p0f, 0x1.024fdep-1f, 0x1.1f24acp-2f, 0x1.d22e22p-4f},
    {-0x1.added4p-6f, -0x1.dc5df8p-9f, -0x1.7cb2bep-13f, -0x1.2856b4p-20f,
     -0x1.1757d6p-19f, -0x1.6ba7aep-2f, -0x1.e7288ap-3f, -0x1.b6d9acp-4f},
    {0x1.16e134p-6f, 0x1.3c6bbep-9f, 0x1.fba56cp-14f, 0x1.8cdc8ep-21f,
     -0x1.55472ep-2f, 0x1.4f15a4p-4f, 0x1.bba3fep-4f, 0x1.01baa8p-4f},
    {-0x1.07b71cp-7f, -0x1.3a1bf2p-10f, -0x1.fb604cp-15f, -0x1.8bd924p-22f,
     -0x1.fe1c8ap-12f, 0x1.f202ap-5f, -0x1.9c7d06p-7f, -0x1.81586ap-6f},
    {0x1.76db9p-9f, 0x1.ef16cp-12f, 0x1.92c678p-16f, 0x1.2df7ecp-23f,
     0x1.14a84p-3f, -0x1.e21a64p-5f, -0x1.3a9bdep-6f, 0x1.e48d78p-9f},
    {-0x1.79c96p-11f, -0x1.4057dep-13f, -0x1.0ce762p-17f, -0x1.9a2092p-25f,
     -0x1.393bbep-10f, 0x1.b2c66ap-7f, 0x1.f1f048p-7f, 0x1.038246p-9f},
    {0x1.08ea84p-14f, 0x1.5dbadcp-15f, 0x1.56d502p-19f, 0x1.397964p-26f,
     -0x1.00913cp-4f, 0x1.6b6216p-7f, -0x1.24677ap-8f, -0x1.01399ap-9f},
    {0x1.79a136p-15f, -0x1.2cb796p-17f, -0x1.4d165cp-21f, -0x1.2a7cccp-28f,
     0x1.8c9ea4p-6f, -0x1.484f46p-7f, -0x1.00383cp-10f, 0x1.c54446p-11f},
};

/* erf, on the piece at 0 without x. */
static const float f32_erf_pieces[8][8] = {
    {0, 0x1.0ffa9ap-1f, 0x1.0fff9p0f, 0x1.97fe6ap0f, 0x1.0fffb8p1f, 0x1.53ff86p1f,
     0x1.97fb5p1f, 0x1.dc176ep1f},
    {0, 0x1.18510ep-1f, 0x1.bbeebep-1f, 0x1.f39b7ap-1f, 0x1.fea41ep-1f,
     0x1.ffe96ap-1f, 0x1.ffff24p-1f, 0x1.fffffcp-1f},
    {0x1.06eba8p-3f, 0x1.b3afep-1f, 0x1.75aa8p-2f, 0x1.6c8586p-4f, 0x1.9465e8p-7f,
     0x1.fe4ce2p-11f, 0x1.6e7e0cp-15f, 0x1.294838p-20f},
    {-0x1.362ceap-20f, -0x1.cee1a6p-2f, -0x1.8d047ep-2f, -0x1.227956p-3f,
     -0x1.adabf4p-6f, -0x1.52ddecp-9f, -0x1.24057ap-13f, -0x1.146498p-18f},
    {-0x1.8119eep-2f, -0x1.fa3886p-4f, 0x1.39418ep-3f, 0x1.efceb2p-4f,
     0x1.0eb182p-5f, 0x1.16a6b8p-8f, 0x1.26596ap-12f, 0x1.48664ep-17f},
    {-0x1.af56b4p-11f, 0x1.77c00cp-3f, 0x1.8905cep-5f, -0x1.92c07ep-5f,
     -0x1.aff7a6p-6f, -0x1.39c49ep-8f, -0x1.a52cdep-12f, -0x1.1b5b54p-16f},
    {0x1.e6e9c2p-4f, -0x1.23abe4p-10f, -0x1.0a16fep-4f, -0x1.6e2454p-8f,
     0x1.92e4f2p-7f, 0x1.fcd672p-9f, 0x1.d8de54p-12f, 0x1.983ba6p-16f},
    {-0x1.5162eap-6f, -0x1.86068ap-5f, 0x1.4afadap-7f, 0x1.0043cap-6f,
     -0x1.b75c7cp-10f, -0x1.12e538p-9f, -0x1.76faf8p-12f, -0x1.9ba2d2p-16f},
};

/* T of NOTE [Normal tail] in math_erf.h. */
static const float f32_tail_pieces[9][8] = {
    {0x1.7fffeap0f, 0x1.400134p1f, 0x1.fffcd8p1f, 0x1.800172p2f, 0x1.200028p3f,
     0x1.9ffdfp3f, 0, 0x1.80003cp-1f},
    {0x1.3c143ap-2f, 0x1.69cf2ap-2f, 0x1.82b48p-2f, 0x1.8e012p-2f, 0x1.93a65p-2f,
     0x1.962428p-2f, 0, 0x1.cd285ep-3f},
    {0x1.204054p-4f, 0x1.bf3614p-6f, 0x1.2ddeaap-7f, 0x1.a0ea9cp-9f,
     0x1.0b6d9ep-10f, 0x1.6fe19ap-12f, 0x1p-1f, 0x1.5bf7bep-3f},
    {-0x1.3320ap-5f, -0x1.7899dap-7f, -0x1.7904a2p-9f, -0x1.7b54a4p-11f,
     -0x1.54accap-13f, -0x1.4bf3aep-15f, -0x1.988438p-2f, -0x1.c2c69ep-4f},
    {0x1.0d6072p-6f, 0x1.0abee6p-8f, 0x1.944714p-11f, 0x1.2ca6a6p-13f,
     0x1.7db5f2p-16f, 0x1.08ccc8p-18f, 0x1.fff938p-3f, 0x1.d68c0cp-5f},
    {-0x1.9eb694p-8f, -0x1.514d2ep-10f, -0x1.88f5fap-13f, -0x1.b60db2p-16f,
     -0x1.8bba2ap-19f, -0x1.89a31ep-22f, -0x1.10055p-3f, -0x1.a88dfap-6f},
    {0x1.21aa74p-9f, 0x1.881856p-12f, 0x1.64cfe4p-15f, 0x1.2d0c66p-18f,
     0x1.87381ap-22f, 0x1.17a172p-25f, 0x1.f85ac2p-5f, 0x1.572888p-7f},
    {-0x1.848ac4p-11f, -0x1.b5e46ap-14f, -0x1.4983aep-17f, -0x1.9ccc6ep-21f,
     -0x1.99544ap-25f, -0x1.938bd4p-29f, -0x1.8431ep-6f, -0x1.00f6acp-8f},
    {0x1.d3bab8p-13f, 0x1.c0586cp-16f, 0x1.0cbe24p-19f, 0x1.04892cp-23f,
     0x1.786d18p-28f, 0x1.0da90ep-32f, 0x1.728b62p-8f, 0x1.608818p-10f},
};

/* exp(x^2) erfc x, on the piece at 0 that and x. */
static const float f32_erfcx_pieces[10][8] = {
    {0x1.7ffefp0f, 0x1.40007p1f, 0x1.0002ccp2f, 0x1.7ffeacp2f, 0x1.200076p3f, 0, 0,
     0x1.7fff5ap-1f},
    {0x1.494e62p-2f, 0x1.afbabap-3f, 0x1.189046p-3f, 0x1.7c049p-4f, 0x1.fe6bf6p-5f,
     0, 0x1p0f, 0x1.038d92p-1f},
    {-0x1.4f1ad4p-3f, -0x1.308626p-4f, -0x1.0943cap-5f, -0x1.ed82bp-7f,
     -0x1.c045p-8f, 0, -0x1.06eba8p-3f, -0x1.78ce6ep-2f},
    {0x1.37ebd4p-4f, 0x1.989432p-6f, 0x1.e932bcp-8f, 0x1.3c7a84p-9f,
     0x1.87619ep-11f, 0, 0x1.ffffe8p-1f, 0x1.d90196p-3f},
    {-0x1.0dc78ep-5f, -0x1.06311p-7f, -0x1.b8a7dap-10f, -0x1.910c34p-12f,
     -0x1.53c14ap-14f, 0, -0x1.812446p-1f, -0x1.09e836p-3f},
    {0x1.b65d8cp-7f, 0x1.435a86p-9f, 0x1.844782p-12f, 0x1.f6555p-15f,
     0x1.254316p-17f, 0, 0x1.ffb15ep-2f, 0x1.1193dp-4f},
    {-0x1.50de74p-8f, -0x1.806d24p-11f, -0x1.4e4846p-14f, -0x1.36dd7ep-17f,
     -0x1.f61044p-21f, 0, -0x1.3206a8p-2f, -0x1.05448ap-5f},
    {0x1.edf8c6p-10f, 0x1.ba588cp-13f, 0x1.1aeb1ap-16f, 0x1.7cd7e4p-20f,
     0x1.ac9c5cp-24f, 0, 0x1.44e0ap-3f, 0x1.d42dep-7f},
    {-0x1.6ebff4p-11f, -0x1.ffe3f4p-15f, -0x1.ffadccp-19f, -0x1.e3217ap-23f,
     -0x1.8f476cp-27f, 0, -0x1.13aaacp-4f, -0x1.946022p-8f},
    {0x1.ed0e42p-13f, 0x1.15184ap-16f, 0x1.a073e8p-21f, 0x1.2188dep-25f,
     0x1.50e75ep-30f, 0, 0x1.0c23bp-6f, 0x1.453f78p-9f},
};

#endif
