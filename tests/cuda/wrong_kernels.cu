/* Kernels that are right and the same with a fault that a GPU might hide: a program that
 * runs the one its argument names, and says what came of it. */
#include <stdio.h>
#include <string.h>

#include "kernels/device.cuh"

enum { N = 128 };

template <bool WAITS> __global__ void reversed(int *out, const int *in)
{
    CT_SHARED(int, room, N);
    room[threadIdx.x] = in[threadIdx.x];
    if (WAITS) {
        __syncthreads();
    }
    out[threadIdx.x] = room[N - 1 - threadIdx.x];
}

__global__ void divergent(int *out, const int *in)
{
    if (threadIdx.x < N / 2) {
        __syncthreads();
    }
    out[threadIdx.x] = in[N - 1 - threadIdx.x];
}

__global__ void two_barriers(int *out, const int *in)
{
    if (threadIdx.x % 2) {
        __syncthreads();
    } else {
        __syncthreads();
    }
    out[threadIdx.x] = in[N - 1 - threadIdx.x];
}

template <bool ALL> __global__ void shuffled(int *out, const int *in)
{
    int x = in[threadIdx.x];
    if (ALL || threadIdx.x % 32 < 16) {
        x = __shfl_xor_sync(0xffffffffu, x, 31);
    }
    out[threadIdx.x / 32 * 32 + (threadIdx.x % 32)] = x;
}

__global__ void beyond(int *out, const int *in)
{
    out[N - 1 - threadIdx.x] = in[threadIdx.x];
    out[N + 130 / 4] = 1;
}

__global__ void unwritten(int *out, const int *in)
{
    CT_SHARED(int, room, N);
    room[threadIdx.x / 2] = 0;
    __syncthreads();
    out[N - 1 - threadIdx.x] = in[threadIdx.x] + room[threadIdx.x];
}

static void launch(const char *name, int *out, const int *in)
{
    if (strcmp(name, "right") == 0) {
        CT_LAUNCH_BLOCKS(reversed<true>, 1, N, NULL, out, in);
    } else if (strcmp(name, "no barrier") == 0) {
        CT_LAUNCH_BLOCKS(reversed<false>, 1, N, NULL, out, in);
    } else if (strcmp(name, "divergent") == 0) {
        CT_LAUNCH_BLOCKS(divergent, 1, N, NULL, out, in);
    } else if (strcmp(name, "two barriers") == 0) {
        CT_LAUNCH_BLOCKS(two_barriers, 1, N, NULL, out, in);
    } else if (strcmp(name, "shuffled") == 0) {
        CT_LAUNCH_BLOCKS(shuffled<true>, 1, N, NULL, out, in);
    } else if (strcmp(name, "lanes absent") == 0) {
        CT_LAUNCH_BLOCKS(shuffled<false>, 1, N, NULL, out, in);
    } else if (strcmp(name, "beyond") == 0) {
        CT_LAUNCH_BLOCKS(beyond, 1, N, NULL, out, in);
    } else if (strcmp(name, "unwritten") == 0) {
        CT_LAUNCH_BLOCKS(unwritten, 1, N, NULL, out, in);
    } else {
        CT_LAUNCH(reversed<true>, 1, N, NULL, out, in);
    }
}

static void say(const char *what, cudaError_t status)
{
    if (status != cudaSuccess) {
        printf("%s: %s\n", what, cudaGetErrorString(status));
    }
}

int main(int, char **argv)
{
    int host[N], *in, *out;
    for (int i = 0; i < N; i++) {
        host[i] = i;
    }
    cudaMalloc((void **)&in, sizeof host);
    cudaMalloc((void **)&out, sizeof host);
    cudaMemcpyAsync(in, host, sizeof host, cudaMemcpyHostToDevice, NULL);
    launch(argv[1], out, in);
    say("failed",
        cudaMemcpyAsync(host, out, sizeof host, cudaMemcpyDeviceToHost, NULL));
    int wrong = 0;
    for (int i = 0; i < N; i++) {
        int across = i / 32 * 32 + 31 - i % 32;
        wrong += host[i] != (strstr("shuffled", argv[1]) ? across : N - 1 - i);
    }
    cudaFree(out);
    say("failed", cudaGetLastError());
    printf("%s\n", wrong ? "wrong" : "right");
    return 0;
}
