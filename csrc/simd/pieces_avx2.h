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
static const float f32_tail_pieces[10][8] = {
    {0x1.7ffcfcp1f, 0x1.800172p2f, 0x1.7fff8ap3f, 0, 0, 0x1.8003b8p-2f,
     0x1.80003cp-1f, 0x1.7fffeap0f},
    {0x1.754a04p-2f, 0x1.8e012p-2f, 0x1.95bcb2p-2f, 0, 0, 0x1.238b6p-3f,
     0x1.cd285ep-3f, 0x1.3c143ap-2f},
    {0x1.2c0e2p-6f, 0x1.a0ea66p-9f, 0x1.d0fc68p-12f, 0, 0x1p-1f,
     0x1.222dap-2f, 0x1.5bf7bep-3f, 0x1.204054p-4f},
    {-0x1.c64d18p-8f, -0x1.7b543ep-11f, -0x1.c4d124p-15f, 0, -0x1.988454p-2f,
     -0x1.a0ab1cp-3f, -0x1.c2c69ap-4f, -0x1.332066p-5f},
    {0x1.23aa12p-9f, 0x1.2cc17ep-13f, 0x1.85ce54p-18f, 0, 0x1.fffffep-3f,
     0x1.dc2f78p-4f, 0x1.d68c0ep-5f, 0x1.0d609ap-6f},
    {-0x1.50928p-11f, -0x1.b67288p-16f, -0x1.385c1p-21f, 0, -0x1.1057e6p-3f,
     -0x1.d2450ep-5f, -0x1.a8943p-6f, -0x1.9ef0f6p-8f},
    {0x1.65732p-13f, 0x1.290c84p-18f, 0x1.d16cb2p-25f, 0, 0x1.ffeb9p-5f,
     0x1.963d84p-6f, 0x1.5726e8p-7f, 0x1.219cd6p-9f},
    {-0x1.661346p-15f, -0x1.86bd2ap-21f, -0x1.58b19ep-28f, 0, -0x1.b25d44p-6f,
     -0x1.423b7ap-7f, -0x1.fbb6fap-9f, -0x1.75eefcp-11f},
    {0x1.78ea2p-17f, 0x1.2dae04p-23f, 0x1.46df8ep-31f, 0, 0x1.47cdf6p-7f,
     0x1.da3dfap-9f, 0x1.611234p-10f, 0x1.d5fffep-13f},
    {-0x1.536008p-19f, -0x1.6e58ecp-26f, -0x1.c895cap-35f, 0, -0x1.640412p-9f,
     -0x1.44f97cp-10f, -0x1.c67ad2p-12f, -0x1.0b4bacp-14f},
};

#endif
