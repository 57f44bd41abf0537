// The C interface to libtorch's CUDA graphs. A function that can fail returns a negative number or null, and worldgan_graphs_error then says why.
#pragma once
#include <stdint.h>

// Raised with every change of what stands below: .NET refuses a library that was built from another one.
#define WORLDGAN_GRAPHS_INTERFACE 1

#ifdef __cplusplus
extern "C" {
#endif

typedef void* worldgan_graph; // owned by the caller, released with worldgan_graph_free

int32_t worldgan_graphs_interface(void);
const char* worldgan_graphs_error(void); // of the last call on this thread that failed

// A graph of the current device. Until worldgan_graph_leave what this thread gives to the device goes to a stream of the graph's own.
worldgan_graph worldgan_graph_enter(void);
int32_t worldgan_graph_begin(worldgan_graph graph); // from here on work is recorded and not done
int32_t worldgan_graph_end(worldgan_graph graph);
int32_t worldgan_graph_leave(worldgan_graph graph);

int32_t worldgan_graph_replay(worldgan_graph graph); // on the stream that is the thread's then; does not wait
void worldgan_graph_free(worldgan_graph graph);

#ifdef __cplusplus
}
#endif
